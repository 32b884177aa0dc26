import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pickSchema, type Schema } from './pick-schema.ts';
import { sarifProperties } from './sarif-properties.ts';

/**
 * Writes what the schema of SARIF 2.1.0 says of the properties in `sarif-properties.ts`, as the npm package
 * `@microsoft/sarif-multitool-linux` (MIT) of the version below has it. With `--check` it only says, without the network,
 * whether the fixture is of this version and these properties.
 */
const version = '5.7.0';
const fixture = fileURLToPath(new URL('../test/fixtures/sarif-schema.json', import.meta.url));

if (process.argv.includes('--check')) check();
else
  writeFileSync(
    fixture,
    `${JSON.stringify({ ...origin(), schema: pickSchema(whole(), sarifProperties) }, undefined, 1)}\n`,
  );

function origin() {
  return { source: 'npm @microsoft/sarif-multitool-linux, MIT', version, properties: sarifProperties };
}

function check(): void {
  const { schema: _, ...kept } = JSON.parse(readFileSync(fixture, 'utf8'));
  if (JSON.stringify(kept) === JSON.stringify(origin())) return;
  console.error('test/fixtures/sarif-schema.json is not current. Run: node scripts/generate-sarif-schema.ts');
  process.exitCode = 1;
}

/** The schema as npm's registry has it; the package is too large to be installed for this. */
function whole(): Schema {
  const folder = mkdtempSync(join(tmpdir(), 'sarif-'));
  try {
    execFileSync('npm', ['pack', `@microsoft/sarif-multitool-linux@${version}`, '--silent'], { cwd: folder });
    const archive = `microsoft-sarif-multitool-linux-${version}.tgz`;
    execFileSync('tar', ['-xzf', archive, 'package/sarif-2.1.0.json'], { cwd: folder });
    return JSON.parse(readFileSync(join(folder, 'package/sarif-2.1.0.json'), 'utf8'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
