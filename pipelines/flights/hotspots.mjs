// One side of the branch: too many flights were late, so name the airports that they left from.
import { readFileSync } from 'node:fs';
import { need, setOutput, writeText } from '../shared/task.mjs';

const out = need('OUT');
const { all, totals } = JSON.parse(readFileSync(`${out}/delays.json`, 'utf8'));

const worst = totals
  .filter(({ flights }) => flights >= 10_000)
  .toSorted((a, b) => b.late - a.late)
  .slice(0, 10);

const rows = worst.map(
  ({ name, flights, late, mean }) => `| ${name} | ${flights.toLocaleString('en')} | ${late} % | ${mean} min |`,
);
const text = [
  `**${all.late} % of all flights were late, which is ${need('SEGUE_PARAM_ALARM')} % or more.** Worst of the airports with 10,000 flights:`,
  '',
  '| From | Flights | Late | Mean delay |',
  '| --- | --- | --- | --- |',
  ...rows,
];
await writeText(`${out}/finding.md`, `${text.join('\n')}\n`);
setOutput('worst', worst[0]?.name ?? 'none');
