import { join } from 'node:path';
import { bundleAll, root } from './bundle.ts';

// `npm run build`: writes dist/, which is committed.
await bundleAll(join(root, 'dist'));
