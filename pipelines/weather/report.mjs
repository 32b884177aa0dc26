// Joins what the other tasks found into one page.
import { readFileSync } from 'node:fs';
import { need, writeText } from '../shared/task.mjs';

const out = need('OUT');
const months = JSON.parse(readFileSync(`${out}/months.json`, 'utf8'));
const today = JSON.parse(readFileSync(`${out}/on-this-day.json`, 'utf8'));
const monthName = new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' });
const dayName = new Intl.DateTimeFormat('en', { month: 'long', day: 'numeric', timeZone: 'UTC' });

const places = [...new Set(months.map(({ location }) => location))];
const sections = [
  `# The weather of ${places.join(' and ')}`,
  `${Number(need('ROWS')).toLocaleString('en')} daily records by NOAA, ${need('WARNINGS')} of them odd (see \`checks.json\`).`,
  '![A year in each place](weather.svg)',
  `## On this day: ${dayName.format(new Date(`2012-${today.day}T00:00:00Z`))}`,
  table(
    ['Place', 'Year', 'Weather', '°C', 'mm'],
    today.rows.map((row) => [row.location, row.year, row.weather, `${row.low} to ${row.high}`, row.precipitation]),
  ),
  ...places.flatMap((place) => [`## ${place}`, summary(place), monthTable(place)]),
];
await writeText(`${out}/report.md`, `${sections.join('\n\n')}\n`);
console.log(`Results: ${out}/report.md with ${out}/weather.svg; the data is in ${out}/weather.duckdb`);

function summary(place) {
  const rows = months.filter(({ location }) => location === place);
  const total = rows.reduce((sum, { precipitation }) => sum + precipitation, 0);
  const [wettest] = rows.toSorted((a, b) => b.precipitation - a.precipitation);
  const [warmest] = rows.toSorted((a, b) => b.high - a.high);
  return `${Math.round(total)} mm in an average year, the most in ${nameOf(wettest)}; ${nameOf(warmest)} is the warmest month.`;
}

function monthTable(place) {
  const rows = months.filter(({ location }) => location === place);
  return table(
    ['Month', 'Low °C', 'High °C', 'Precipitation mm', 'Wet days', 'Mostly'],
    rows.map((row) => [nameOf(row), row.low, row.high, row.precipitation, row.wet_days, row.weather]),
  );
}

function nameOf({ month }) {
  return monthName.format(new Date(Date.UTC(2015, month - 1)));
}

function table(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
