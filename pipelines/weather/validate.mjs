// Stops the pipeline before bad data reaches the database.
import { readFileSync } from 'node:fs';
import { need, setOutput, writeText } from '../shared/task.mjs';
import { checkRecords } from './checks.mjs';

const out = need('OUT');
const { rows, locations, errors, warnings } = checkRecords(readFileSync(`${out}/raw.csv`, 'utf8'));
await writeText(`${out}/checks.json`, `${JSON.stringify({ rows, locations, errors, warnings }, undefined, 2)}\n`);

setOutput('rows', rows);
setOutput('locations', locations);
setOutput('warnings', warnings.length);
setOutput('errors', errors.length);
for (const error of errors.slice(0, 20)) console.error(error);
if (errors.length > 0) {
  console.error(`${errors.length} of ${rows} records are unusable; all findings are in ${out}/checks.json`);
  process.exitCode = 1;
}
