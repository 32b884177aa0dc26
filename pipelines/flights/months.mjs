// Looks at the source and lists the months to work on. How many there are is known only at run time.
import { rmSync } from 'node:fs';
import { literal, withDatabase } from '../shared/duckdb.mjs';
import { dataFile, need, setOutput } from '../shared/task.mjs';

const source = literal(dataFile('flights-3m.parquet'));
const expected = 'date TIMESTAMP, delay BIGINT, distance BIGINT, origin VARCHAR, destination VARCHAR';

const months = await withDatabase(':memory:', {}, async (query) => {
  const described = await query(`DESCRIBE SELECT * FROM ${source}`);
  const columns = described.map(({ column_name, column_type }) => `${column_name} ${column_type}`).join(', ');
  if (columns !== expected) throw new Error(`the source has the columns ${columns}; expected ${expected}`);
  return query(`
    SELECT strftime(date, '%Y-%m') AS month, count(*)::INTEGER AS flights
    FROM ${source} GROUP BY month ORDER BY month`);
});

// The source ends with six flights of a seventh month at midnight: too few to say anything about it.
const most = Math.max(...months.map(({ flights }) => flights));
const whole = months.filter(({ flights }) => flights >= most / 100);
const total = (list) => list.reduce((sum, { flights }) => sum + flights, 0);

rmSync(`${need('OUT')}/months`, { recursive: true, force: true });
setOutput('list', JSON.stringify(whole.map(({ month }) => month)));
setOutput('flights', total(whole));
setOutput('left_out', total(months) - total(whole));
