/** One element; `content` is markup, attribute values and texts are escaped. */
export function tag(name, attributes, content = '') {
  const list = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  return content === '' ? `<${name}${list.join('')}/>` : `<${name}${list.join('')}>${content}</${name}>`;
}

export function label(x, y, words, attributes = {}) {
  return tag('text', { x: round(x), y: round(y), ...attributes }, escaped(words));
}

/** A rectangle with an optional tooltip. */
export function box(x, y, width, height, attributes, tooltip) {
  const place = { x: round(x), y: round(y), width: round(width), height: round(height) };
  return tag('rect', { ...place, ...attributes }, tooltip ? tag('title', {}, escaped(tooltip)) : '');
}

/** The area between two lines of `[x, y]` points. */
export function band(upper, lower, attributes) {
  const points = [...upper, ...lower.toReversed()].map(([x, y]) => `${round(x)} ${round(y)}`);
  return tag('path', { d: `M${points.join('L')}Z`, ...attributes });
}

/** Thin upright lines, each as `[x, top, bottom]`. */
export function bars(lines, attributes) {
  const moves = lines.map(([x, top, bottom]) => `M${round(x)} ${round(top)}V${round(bottom)}`);
  return tag('path', { d: moves.join(''), ...attributes });
}

/** What the colours mean: `[colour, words]` pairs in one row. */
export function legend(entries, x, y) {
  const parts = entries.map(([color, words], index) => {
    const at = x + index * 165;
    return (
      box(at, y - 10, 12, 12, { fill: color, rx: 2 }) + label(at + 18, y, words, { 'font-size': 12, fill: ink.muted })
    );
  });
  return parts.join('\n');
}

/** A function that maps `from` to `to` in a straight line. */
export function scale([fromLow, fromHigh], [toLow, toHigh]) {
  return (value) => toLow + ((value - fromLow) / (fromHigh - fromLow)) * (toHigh - toLow);
}

/** A whole picture on a white card, readable on light and dark pages. */
export function picture(width, height, title, parts) {
  const frame = {
    xmlns: 'http://www.w3.org/2000/svg',
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: 'img',
    'font-family': 'system-ui, -apple-system, Segoe UI, Helvetica, Arial, sans-serif',
  };
  const card = box(0.5, 0.5, width - 1, height - 1, { rx: 10, fill: '#fff', stroke: '#d8dee4' });
  return `${tag('svg', frame, [tag('title', {}, escaped(title)), card, ...parts].join('\n'))}\n`;
}

export const ink = { strong: '#1f2328', muted: '#656d76', line: '#e6e9ed' };

function round(value) {
  return Math.round(value * 10) / 10;
}

function escaped(text) {
  const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return String(text).replace(/[&<>"]/g, (character) => entities[character]);
}
