// Loads the checked records into a new database, which takes the old one's place when it is complete.
import { rmSync } from 'node:fs';
import { literal, withDatabase } from '../shared/duckdb.mjs';
import { need, replaceFile, setOutput } from '../shared/task.mjs';

const out = need('OUT');
const expected = Number(need('ROWS'));

await replaceFile(`${out}/weather.duckdb`, async (file) => {
  rmSync(file, { force: true });
  rmSync(`${file}.wal`, { force: true });
  const rows = await withDatabase(file, {}, load);
  if (rows !== expected) throw new Error(`loaded ${rows} records, but ${expected} were checked`);
  setOutput('rows', rows);
});

async function load(query) {
  await query(`
    CREATE TABLE weather (
      location VARCHAR NOT NULL,
      date DATE NOT NULL,
      precipitation DOUBLE NOT NULL,
      temp_max DOUBLE NOT NULL,
      temp_min DOUBLE NOT NULL,
      wind DOUBLE NOT NULL,
      weather VARCHAR NOT NULL,
      PRIMARY KEY (location, date)
    )`);
  await query(`INSERT INTO weather SELECT * FROM read_csv(${literal(`${out}/raw.csv`)}, header = true)`);
  const [{ rows }] = await query('SELECT count(*)::INTEGER AS rows FROM weather');
  return rows;
}
