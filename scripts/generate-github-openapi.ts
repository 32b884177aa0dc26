import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { githubOperations } from './github-operations.ts';
import { type ApiDescription, type PickedApi, pickOperations } from './pick-operations.ts';

/**
 * Writes what GitHub's own OpenAPI description says of the requests in `github-operations.ts`, as the npm package
 * `@octokit/openapi` (MIT) of the version below has it. With `--check` it only says, without the network, whether the fixture
 * is of this version and these operations.
 */
const version = '23.0.2';
const fixture = fileURLToPath(new URL('../test/fixtures/github-openapi.json', import.meta.url));

if (process.argv.includes('--check')) check();
else writeFileSync(fixture, `${JSON.stringify(pickOperations(describe(), githubOperations, version), undefined, 1)}\n`);

function check(): void {
  const picked: PickedApi = JSON.parse(readFileSync(fixture, 'utf8'));
  const same = Object.keys(picked.operations).join() === [...githubOperations].join();
  if (picked.version === version && same) return;
  console.error('test/fixtures/github-openapi.json is not current. Run: node scripts/generate-github-openapi.ts');
  process.exitCode = 1;
}

/** The description as npm's registry has it; it is too large to be installed for this. */
function describe(): ApiDescription {
  const folder = mkdtempSync(join(tmpdir(), 'openapi-'));
  try {
    execFileSync('npm', ['pack', `@octokit/openapi@${version}`, '--silent'], { cwd: folder });
    execFileSync('tar', ['-xzf', `octokit-openapi-${version}.tgz`, 'package/generated/api.github.com.json'], {
      cwd: folder,
    });
    return JSON.parse(readFileSync(join(folder, 'package/generated/api.github.com.json'), 'utf8'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
