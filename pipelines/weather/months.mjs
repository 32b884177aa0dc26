// For each place and month: the average year's rain and temperatures.
import { withDatabase } from '../shared/duckdb.mjs';
import { need, setOutput, writeText } from '../shared/task.mjs';

const out = need('OUT');

// Decimals are added exactly: of floating numbers the sum depends on the order, which threads change from run to run.
const sql = `
  SELECT location, month(date)::INTEGER AS month,
    round(sum(precipitation::DECIMAL(8, 1)) / count(DISTINCT year(date)), 1) AS precipitation,
    round(count(*) FILTER (precipitation >= 1) / count(DISTINCT year(date)), 1) AS wet_days,
    round(avg(temp_min::DECIMAL(6, 1)), 1) AS low,
    round(avg(temp_max::DECIMAL(6, 1)), 1) AS high,
    mode(weather ORDER BY weather) AS weather
  FROM weather
  GROUP BY location, month
  ORDER BY location, month`;

const rows = await withDatabase(`${out}/weather.duckdb`, { access_mode: 'READ_ONLY' }, (query) => query(sql));
await writeText(`${out}/months.json`, `${JSON.stringify(rows, undefined, 2)}\n`);

const wettest = rows.toSorted((a, b) => b.precipitation - a.precipitation)[0];
setOutput('wettest', `${wettest.location} ${wettest.month}`);
