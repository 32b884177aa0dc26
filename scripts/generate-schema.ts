import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { schemaFiles } from '../src/model/schema/json-schema.ts';

/** Writes the JSON Schemas below `schema/`; with `--check` it only says which of them are not current. */
const root = new URL('../', import.meta.url);
const check = process.argv.includes('--check');

for (const { path, text } of schemaFiles()) {
  const file = fileURLToPath(new URL(path, root));
  if (!check) await writeFile(file, text);
  else if ((await readFile(file, 'utf8').catch(() => '')) !== text) {
    console.error(`${path} is not current. Run: node scripts/generate-schema.ts`);
    process.exitCode = 1;
  }
}
