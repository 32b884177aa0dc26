import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleCli, root } from './bundle.ts';
import { compareFolders } from './compare-folders.ts';

// Fails unless dist/ is exactly what the sources give.
const scratch = mkdtempSync(join(tmpdir(), 'segue-dist-'));
try {
  const fresh = join(scratch, 'cli');
  await bundleCli(fresh);
  const differences = compareFolders(fresh, join(root, 'dist/cli'));
  for (const { path, what } of differences) process.stderr.write(`dist/cli/${path}: ${what}\n`);
  if (differences.length > 0) {
    process.stderr.write('dist/ is not what the sources give. Run `npm run build` and commit dist/.\n');
    process.exitCode = 1;
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
