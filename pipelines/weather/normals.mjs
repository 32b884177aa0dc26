// For each place and day of the year: what was usual (a window of 15 days), what was extreme, and how the last year was.
import { withDatabase } from '../shared/duckdb.mjs';
import { need, setOutput, writeText } from '../shared/task.mjs';

const out = need('OUT');

// Decimals are added exactly: of floating numbers the sum depends on the order, which threads change from run to run.
const sql = `
  WITH records AS (
    SELECT *, year(date) AS year, dayofyear(make_date(2015, month(date),
      least(day(date), day(last_day(make_date(2015, month(date), 1)))))) AS day
    FROM weather
  ), days AS (
    SELECT DISTINCT location, day FROM records
  ), last_year AS (
    SELECT location, day, min(temp_min) AS low, max(temp_max) AS high
    FROM records WHERE year = (SELECT max(year) FROM records) GROUP BY ALL
  )
  SELECT days.location, days.day::INTEGER AS day,
    round(avg(near.temp_min::DECIMAL(6, 1)), 2) AS usual_low,
    round(avg(near.temp_max::DECIMAL(6, 1)), 2) AS usual_high,
    min(near.temp_min) FILTER (near.day = days.day) AS record_low,
    max(near.temp_max) FILTER (near.day = days.day) AS record_high,
    any_value(last_year.low) AS low,
    any_value(last_year.high) AS high
  FROM days
  JOIN records AS near ON near.location = days.location
    AND least(abs(near.day - days.day), 365 - abs(near.day - days.day)) <= 7
  JOIN last_year ON last_year.location = days.location AND last_year.day = days.day
  GROUP BY days.location, days.day
  ORDER BY days.location, days.day`;

const rows = await withDatabase(`${out}/weather.duckdb`, { access_mode: 'READ_ONLY' }, (query) => query(sql));
await writeText(`${out}/normals.json`, `${JSON.stringify(rows)}\n`);
setOutput('rows', rows.length);
