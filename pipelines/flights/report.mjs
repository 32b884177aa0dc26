// One page for people, whichever side of the branch has run.
import { readFileSync } from 'node:fs';
import { need, writeText } from '../shared/task.mjs';

const out = need('OUT');
const number = (name) => Number(need(name)).toLocaleString('en');
const { months } = JSON.parse(readFileSync(`${out}/delays.json`, 'utf8'));
const names = [...new Set(months.map(({ name }) => name))];

const rows = names.map((name) => {
  const hours = months.filter((row) => row.name === name);
  const flights = hours.reduce((sum, row) => sum + row.flights, 0);
  const late = hours.reduce((sum, row) => sum + row.flights * row.late, 0) / flights;
  return `| ${name} | ${flights.toLocaleString('en')} | ${late.toFixed(1)} % |`;
});

const page = [
  `# Late flights, ${names.at(0)} to ${names.at(-1)}`,
  `${number('FLIGHTS')} flights; a flight is late from ${need('SEGUE_PARAM_MINUTES')} minutes on. ${number('LEFT_OUT')} flights of months that are not whole are left out.`,
  readFileSync(`${out}/finding.md`, 'utf8').trimEnd(),
  '![Delays by hour](delays.svg)',
  ['| Month | Flights | Late |', '| --- | --- | --- |', ...rows].join('\n'),
];
await writeText(`${out}/report.md`, `${page.join('\n\n')}\n`);
console.log(`Results: ${out}/report.md with ${out}/delays.svg; the figures are in ${out}/delays.json`);
