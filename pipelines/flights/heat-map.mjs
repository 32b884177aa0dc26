// Draws delays by hour of the day: once for each month, once for the busiest airports.
import { readFileSync } from 'node:fs';
import { box, ink, label, picture } from '../shared/svg.mjs';
import { need, writeText } from '../shared/task.mjs';

const out = need('OUT');
const measure = need('SEGUE_PARAM_MEASURE');
const minutes = need('SEGUE_PARAM_MINUTES');
const { months, airports } = JSON.parse(readFileSync(`${out}/delays.json`, 'utf8'));

const left = 92;
const cell = { width: 34, height: 26 };
/** The day of an airline starts before dawn; few flights leave from two to four. */
const hours = Array.from({ length: 24 }, (_, index) => (index + 4) % 24);
const fewest = 30;
const kinds = {
  late: { words: `Flights that are ${minutes} minutes late or more`, unit: '%', low: 5, high: 50 },
  mean: { words: 'Mean delay of all flights', unit: ' min', low: 0, high: 40 },
};
const { words, unit, low, high } = kinds[measure];
const colors = ['#fff7e0', '#fdd49e', '#fc8d59', '#d7301f', '#7f0000'].map((hex) =>
  [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)),
);

const first = grid(months, 'By month', 96);
const second = grid(airports, 'At the busiest airports', first.bottom + 48);
const title = label(28, 40, words, { 'font-size': 22, 'font-weight': 700, fill: ink.strong });
const note = `by hour of the day · grey: fewer than ${fewest} flights`;
const parts = [
  title,
  label(28, 62, note, { 'font-size': 12, fill: ink.muted }),
  ...key(),
  ...first.parts,
  ...second.parts,
];
const width = left + hours.length * cell.width + 28;
await writeText(`${out}/delays.svg`, picture(width, second.bottom + 36, words, parts));
console.log(`${out}/delays.svg`);

function grid(rows, heading, top) {
  const names = [...new Set(rows.map(({ name }) => name))];
  const bottom = top + 12 + names.length * cell.height;
  const small = { 'font-size': 12, fill: ink.muted };
  const lines = names.map((name, index) =>
    label(left - 10, top + 29 + index * cell.height, name, { ...small, 'text-anchor': 'end' }),
  );
  const ticks = hours.map((hour, index) =>
    label(left + (index + 0.5) * cell.width, bottom + 16, hour, { ...small, 'text-anchor': 'middle' }),
  );
  const cells = rows.map((row) =>
    drawCell(row, left + hours.indexOf(row.hour) * cell.width, top + 12 + names.indexOf(row.name) * cell.height),
  );
  const head = label(28, top, heading, { 'font-size': 14, 'font-weight': 600, fill: ink.strong });
  return { bottom, parts: [head, ...lines, ...ticks, ...cells] };
}

function drawCell({ name, hour, flights, [measure]: value }, x, y) {
  const fill = flights < fewest ? ink.line : colorOf(value);
  const tooltip = `${name}, ${hour} h: ${value}${unit} of ${flights.toLocaleString('en')} flights`;
  return box(x, y, cell.width - 2, cell.height - 2, { fill, rx: 3 }, tooltip);
}

function key() {
  const values = [0, 0.25, 0.5, 0.75, 1].map((share) => low + share * (high - low));
  return values.flatMap((value, index) => [
    box(600 + index * 66, 30, 12, 12, { fill: colorOf(value), rx: 2 }),
    label(617 + index * 66, 40, `${Math.round(value)}${unit}`, { 'font-size': 12, fill: ink.muted }),
  ]);
}

function colorOf(value) {
  const place = Math.min(1, Math.max(0, (value - low) / (high - low))) * (colors.length - 1);
  const [from, to] = [colors[Math.floor(place)], colors[Math.ceil(place)]];
  return `rgb(${from.map((part, index) => Math.round(part + (to[index] - part) * (place % 1))).join(' ')})`;
}
