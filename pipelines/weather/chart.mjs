// Draws a year in each place: what is usual, what was extreme, how the last year was, and how much it rains.
import { readFileSync } from 'node:fs';
import { band, bars, box, ink, label, legend, picture, scale } from '../shared/svg.mjs';
import { need, writeText } from '../shared/task.mjs';

const out = need('OUT');
const normals = JSON.parse(readFileSync(`${out}/normals.json`, 'utf8'));
const months = JSON.parse(readFileSync(`${out}/months.json`, 'utf8'));

const width = 960;
const panelHeight = 330;
const left = 64;
const right = width - 28;
const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const colors = { record: '#e8dfd2', usual: '#c9b18f', last: '#8a2f4d', rain: '#3b7dd8' };
const toX = scale([1, 366], [left, right]);

const places = [...new Set(normals.map(({ location }) => location))];
const panels = places.flatMap((place, index) => panel(place, 108 + index * panelHeight));
const title = `A year in ${places.join(' and in ')}`;
const heading = label(left, 38, title, { 'font-size': 22, 'font-weight': 700, fill: ink.strong });
const height = 108 + places.length * panelHeight;
const keys = { record: 'extremes on record', usual: 'usual range', last: 'last year on record', rain: 'precipitation' };
const key = legend(
  Object.entries(keys).map(([name, words]) => [colors[name], words]),
  left,
  66,
);
await writeText(`${out}/weather.svg`, picture(width, height, title, [heading, key, ...panels]));
console.log(`${out}/weather.svg`);

function panel(place, top) {
  const toY = scale([-20, 40], [top + 220, top + 16]);
  const days = normals.filter(({ location }) => location === place);
  const line = (key) => days.map((day) => [toX(day.day + 0.5), toY(day[key])]);
  const name = label(left, top + 8, place, { 'font-size': 15, 'font-weight': 600, fill: ink.strong });
  const last = days.map((day) => [toX(day.day + 0.5), toY(day.high), toY(day.low)]);
  return [
    name,
    ...grid(toY, top),
    band(line('record_high'), line('record_low'), { fill: colors.record }),
    band(line('usual_high'), line('usual_low'), { fill: colors.usual }),
    bars(last, { stroke: colors.last, 'stroke-width': 1.5, opacity: 0.85 }),
    ...rain(place, top + 290),
  ];
}

function grid(toY, top) {
  const small = { 'font-size': 11, fill: ink.muted };
  const degrees = [-20, -10, 0, 10, 20, 30, 40].flatMap((degree) => [
    box(left, toY(degree), right - left, 1, { fill: degree === 0 ? '#c4cad1' : ink.line }),
    label(left - 8, toY(degree) + 4, `${degree} °C`, { ...small, 'text-anchor': 'end' }),
  ]);
  const names = monthNames.map((name, month) =>
    label(toX(1 + (month + 0.5) * 30.4), top + 240, name, { ...small, 'text-anchor': 'middle' }),
  );
  return [...degrees, ...names];
}

function rain(place, base) {
  const toHeight = scale([0, 180], [0, 38]);
  return months
    .filter(({ location }) => location === place)
    .flatMap(({ month, precipitation, wet_days }) => {
      const [x, tall] = [toX(1 + (month - 1) * 30.4) + 8, toHeight(precipitation)];
      const tooltip = `${monthNames[month - 1]}: ${precipitation} mm on ${wet_days} days`;
      const words = { 'font-size': 10, fill: ink.muted, 'text-anchor': 'middle' };
      return [
        box(x, base - tall, 56, tall, { fill: colors.rain, rx: 2, opacity: 0.8 }, tooltip),
        label(x + 28, base + 13, `${Math.round(precipitation)} mm`, words),
      ];
    });
}
