const columns = ['location', 'date', 'precipitation', 'temp_max', 'temp_min', 'wind', 'weather'];
const kinds = new Set(['drizzle', 'fog', 'rain', 'snow', 'sun']);

/** Millimetres a day, °C, and a speed; somewhat wider than the world's records, so that only broken data is outside. */
const ranges = { precipitation: [0, 1900], temp_max: [-90, 60], temp_min: [-90, 60], wind: [0, 250] };

const day = 24 * 60 * 60 * 1000;

/** Reads the CSV text and checks every record. Errors make the data unusable; warnings are odd, but can be true. */
export function checkRecords(text) {
  const [header, ...lines] = text.trimEnd().split(/\r?\n/);
  if (header !== columns.join(',')) return finding([], [`line 1: the columns are ${header}, not ${columns}`], []);
  const rows = lines.map((line, index) => toRow(line, index + 2));
  const errors = [...rows.flatMap(checkRow), ...checkDays(rows)];
  return finding(rows, errors, rows.flatMap(oddities));
}

function finding(rows, errors, warnings) {
  return { rows: rows.length, locations: new Set(rows.map(({ location }) => location)).size, errors, warnings };
}

function toRow(text, line) {
  const cells = text.split(',');
  return { line, width: cells.length, ...Object.fromEntries(columns.map((name, index) => [name, cells[index] ?? ''])) };
}

function checkRow(row) {
  const where = `line ${row.line}`;
  if (row.width !== columns.length) return [`${where}: ${row.width} cells, not ${columns.length}`];
  const errors = Object.entries(ranges)
    .filter(([name, [low, high]]) => row[name] === '' || !(Number(row[name]) >= low && Number(row[name]) <= high))
    .map(([name, [low, high]]) => `${where}: ${name} is "${row[name]}", not a number from ${low} to ${high}`);
  if (!isDate(row.date)) errors.push(`${where}: "${row.date}" is no date`);
  if (!kinds.has(row.weather)) errors.push(`${where}: weather "${row.weather}" is not known`);
  if (Number(row.temp_min) > Number(row.temp_max)) errors.push(`${where}: the lowest temperature is above the highest`);
  return errors;
}

/** Each location has each day once, from its first to its last. */
function checkDays(rows) {
  const errors = [];
  const last = new Map();
  for (const { location, date, line } of rows.filter((row) => isDate(row.date)).sort(byPlaceAndDay)) {
    const before = last.get(location);
    const days = before === undefined ? 1 : (Date.parse(date) - Date.parse(before)) / day;
    if (days === 0) errors.push(`line ${line}: ${location} has ${date} twice`);
    if (days > 1) errors.push(`line ${line}: ${location} lacks ${days - 1} days before ${date}`);
    last.set(location, date);
  }
  return errors;
}

function byPlaceAndDay(a, b) {
  return `${a.location} ${a.date}` < `${b.location} ${b.date}` ? -1 : 1;
}

function oddities({ line, weather, precipitation, temp_min }) {
  if (weather === 'rain' && Number(precipitation) === 0) return [`line ${line}: rain without measurable precipitation`];
  if (weather === 'snow' && Number(temp_min) > 5) return [`line ${line}: snow at ${temp_min} °C`];
  return [];
}

function isDate(text) {
  return /^\d{4}-\d\d-\d\d$/.test(text) && new Date(text).toJSON()?.startsWith(text) === true;
}
