// What the weather was on the interval's day in each year on record. The records end in 2015, so an interval of today
// chooses the day and the month, not the year: each day's run tells something else.
import { withDatabase } from '../shared/duckdb.mjs';
import { need, setOutput, writeText } from '../shared/task.mjs';

const out = need('OUT');
const day = need('SEGUE_INTERVAL_START').slice(5, 10);

const sql = `
  SELECT location, year(date)::INTEGER AS year, weather, temp_min AS low, temp_max AS high, precipitation
  FROM weather WHERE strftime(date, '%m-%d') = $day
  ORDER BY location, year`;

const rows = await withDatabase(`${out}/weather.duckdb`, { access_mode: 'READ_ONLY' }, (query) => query(sql, { day }));
await writeText(`${out}/on-this-day.json`, `${JSON.stringify({ day, rows }, undefined, 2)}\n`);
setOutput('day', day);
