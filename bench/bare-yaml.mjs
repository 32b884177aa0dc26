// The baseline of validation: what it costs to parse all files of a folder with positions, and nothing else.
// node bare-yaml.mjs FOLDER
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';

const folder = process.argv[2];
const options = { recursive: true, withFileTypes: true };
for (const entry of readdirSync(folder, options).filter((each) => each.isFile())) {
  const document = parseDocument(readFileSync(join(entry.parentPath, entry.name), 'utf8'));
  if (document.errors.length > 0) throw new Error(`${entry.name}: ${document.errors[0].message}`);
}
