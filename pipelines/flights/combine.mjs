// Puts the months together, counts again that none is lost, and says how late the flights were.
import { literal, withDatabase } from '../shared/duckdb.mjs';
import { need, setOutput, writeText } from '../shared/task.mjs';

const out = need('OUT');
const files = JSON.parse(need('FILES'));
const expected = Number(need('FLIGHTS'));

const shares = `
  sum(flights)::INTEGER AS flights,
  round(100 * sum(late) / sum(flights), 2)::DOUBLE AS late,
  round(sum(delay) / sum(flights), 2)::DOUBLE AS mean`;

const busiest = 'SELECT origin FROM flights GROUP BY origin ORDER BY sum(flights) DESC, origin LIMIT 15';

const tables = {
  months: `SELECT month AS name, hour, ${shares} FROM flights GROUP BY month, hour ORDER BY month, hour`,
  airports: `SELECT origin AS name, hour, ${shares} FROM flights WHERE origin IN (${busiest}) GROUP BY origin, hour ORDER BY origin, hour`,
  totals: `SELECT origin AS name, ${shares} FROM flights GROUP BY origin ORDER BY flights DESC, name`,
};

const total = await withDatabase(':memory:', {}, async (query) => {
  await query(`CREATE VIEW flights AS SELECT * FROM read_parquet([${files.map(literal)}])`);
  const [all] = await query(`SELECT ${shares} FROM flights`);
  if (all.flights !== expected) throw new Error(`the months have ${all.flights} flights, the source has ${expected}`);
  const entries = Object.entries(tables).map(async ([name, sql]) => [name, await query(sql)]);
  const text = JSON.stringify({ all, ...Object.fromEntries(await Promise.all(entries)) });
  await writeText(`${out}/delays.json`, `${text}\n`);
  return all;
});
setOutput('late_percent', total.late);
setOutput('mean_minutes', total.mean);
