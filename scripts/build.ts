import { join } from 'node:path';
import { bundleCli, root } from './bundle.ts';

// `npm run build`: writes dist/, which is committed.
await bundleCli(join(root, 'dist/cli'));
