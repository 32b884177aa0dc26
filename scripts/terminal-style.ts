/** How a character stands on the screen. Colours are `#rrggbb`; absent, the terminal's own. */
export interface CellStyle {
  readonly color?: string;
  readonly background?: string;
  readonly bold?: true;
  readonly dim?: true;
  readonly italic?: true;
  readonly underline?: true;
}

/** Black to white, then their bright forms: readable on a dark ground. */
const palette = [
  ...['#484f58', '#ff7b72', '#3fb950', '#d29922', '#79c0ff', '#d2a8ff', '#56d4dd', '#c9d1d9'],
  ...['#6e7681', '#ffa198', '#56d364', '#e3b341', '#a5d6ff', '#e2c5ff', '#b3f0ff', '#ffffff'],
] as const;

/** The style after a sequence `ESC [ … m`, given its parameters. Unknown ones change nothing. */
export function applyRendition(style: CellStyle, parameters: string): CellStyle {
  const codes = parameters.split(/[;:]/).map(Number);
  let next = style;
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at] ?? 0;
    if (code === 38 || code === 48) {
      const { color, used } = extendedColor(codes.slice(at + 1));
      next = withColor(next, code === 38 ? 'color' : 'background', color);
      at += used;
    } else {
      next = applyCode(next, code);
    }
  }
  return next;
}

function applyCode(style: CellStyle, code: number): CellStyle {
  switch (code) {
    case 0:
      return {};
    case 1:
      return { ...style, bold: true };
    case 2:
      return { ...style, dim: true };
    case 3:
      return { ...style, italic: true };
    case 4:
      return { ...style, underline: true };
    case 22:
      return without(style, ['bold', 'dim']);
    case 23:
      return without(style, ['italic']);
    case 24:
      return without(style, ['underline']);
    default:
      return applyColorCode(style, code);
  }
}

function applyColorCode(style: CellStyle, code: number): CellStyle {
  if (code >= 30 && code <= 37) return withColor(style, 'color', palette[code - 30]);
  if (code >= 90 && code <= 97) return withColor(style, 'color', palette[code - 82]);
  if (code >= 40 && code <= 47) return withColor(style, 'background', palette[code - 40]);
  if (code >= 100 && code <= 107) return withColor(style, 'background', palette[code - 92]);
  if (code === 39) return without(style, ['color']);
  if (code === 49) return without(style, ['background']);
  return style;
}

function withColor(style: CellStyle, key: 'color' | 'background', color: string | undefined): CellStyle {
  return color === undefined ? style : { ...style, [key]: color };
}

function without(style: CellStyle, keys: readonly (keyof CellStyle)[]): CellStyle {
  return Object.fromEntries(Object.entries(style).filter(([key]) => keys.every((each) => each !== key)));
}

/** `5;n` from the table of 256 colours, `2;r;g;b` as they are. */
function extendedColor(codes: readonly number[]): { readonly color: string | undefined; readonly used: number } {
  const [kind, first = 0, second = 0, third = 0] = codes;
  if (kind === 5) return { color: indexedColor(first), used: 2 };
  if (kind === 2) return { color: hex([first, second, third]), used: 4 };
  return { color: undefined, used: 1 };
}

/** Sixteen basic colours, a cube of 6 × 6 × 6, then 24 greys, as xterm has them. */
function indexedColor(index: number): string | undefined {
  if (index < 16) return palette[index];
  if (index >= 232) return hex(Array(3).fill(8 + (index - 232) * 10));
  const level = (step: number): number => (step === 0 ? 0 : 55 + step * 40);
  const cube = index - 16;
  return hex([Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map(level));
}

function hex(parts: readonly number[]): string {
  const clamped = parts.map((part) => Math.min(255, Math.max(0, Math.trunc(part) || 0)));
  return `#${clamped.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}
