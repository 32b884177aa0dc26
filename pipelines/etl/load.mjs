// Writes a table for programs and a summary for people.
import { readFileSync } from 'node:fs';
import { setOutput, writeText } from '../shared/task.mjs';

const earthquakes = JSON.parse(readFileSync('out/etl/earthquakes.json', 'utf8'));
const columns = Object.keys(earthquakes[0]);
const cell = (value) => (/[",\n]/.test(value) ? `"${String(value).replaceAll('"', '""')}"` : value);
const lines = earthquakes.map((row) => columns.map((name) => cell(row[name])).join(','));
await writeText('out/etl/earthquakes.csv', `${[columns.join(','), ...lines].join('\n')}\n`);

const classOf = ({ magnitude }) => Math.max(0, Math.floor(magnitude));
const classes = [...new Set(earthquakes.map(classOf))].sort((a, b) => a - b);
const rows = classes.map((number) => {
  const members = earthquakes.filter((row) => classOf(row) === number);
  const strongest = members.toSorted((a, b) => b.magnitude - a.magnitude)[0];
  return `| ${number} | ${members.length} | ${strongest.magnitude} | ${strongest.place} |`;
});
const table = ['| Magnitude | Earthquakes | Strongest | Where |', '| --- | --- | --- | --- |', ...rows];
await writeText('out/etl/by-magnitude.md', `${table.join('\n')}\n`);

setOutput('rows', earthquakes.length);
console.log('Results: out/etl/earthquakes.csv and out/etl/by-magnitude.md');
