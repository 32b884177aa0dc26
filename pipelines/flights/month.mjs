// One month of the source, reduced to one row for each hour of the day and airport.
import { literal, withDatabase } from '../shared/duckdb.mjs';
import { dataFile, need, replaceFile, setOutput } from '../shared/task.mjs';

const month = need('SEGUE_ITEM');
const minutes = Number(need('SEGUE_PARAM_MINUTES'));
const file = `${need('OUT')}/months/${month}.parquet`;
const options = { memory_limit: need('DUCKDB_MEMORY'), threads: '1' };

const counts = (path) => `
  COPY (
    SELECT ${literal(month)} AS month, hour(date)::INTEGER AS hour, origin,
      count(*)::INTEGER AS flights,
      count(*) FILTER (delay >= ${minutes})::INTEGER AS late,
      sum(delay)::DOUBLE AS delay
    FROM ${literal(dataFile('flights-3m.parquet'))}
    WHERE date >= DATE ${literal(`${month}-01`)} AND date < DATE ${literal(`${month}-01`)} + INTERVAL 1 MONTH
    GROUP BY ALL
    ORDER BY hour, origin
  ) TO ${literal(path)} (FORMAT parquet)`;

const flights = await withDatabase(':memory:', options, async (query) => {
  await replaceFile(file, (unfinished) => query(counts(unfinished)));
  const [row] = await query(`SELECT sum(flights)::INTEGER AS flights FROM ${literal(file)}`);
  return row.flights;
});
setOutput('file', file);
setOutput('flights', flights);
