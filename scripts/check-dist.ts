import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleAll, bundled, root } from './bundle.ts';
import { compareFolders } from './compare-folders.ts';

// Fails unless dist/ is exactly what the sources give.
const scratch = mkdtempSync(join(tmpdir(), 'segue-dist-'));
try {
  await bundleAll(scratch);
  const differences = bundled.flatMap((door) =>
    compareFolders(join(scratch, door), join(root, 'dist', door)).map(({ path, what }) => ({
      path: `${door}/${path}`,
      what,
    })),
  );
  for (const { path, what } of differences) process.stderr.write(`dist/${path}: ${what}\n`);
  if (differences.length > 0) {
    process.stderr.write('dist/ is not what the sources give. Run `npm run build` and commit dist/.\n');
    process.exitCode = 1;
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
