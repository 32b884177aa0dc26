import type { ScreenLine, ScreenRun } from './terminal-screen.ts';
import type { CellStyle } from './terminal-style.ts';

export interface PictureOptions {
  /** Stands in the window's frame and is the picture's name for those who cannot see it. */
  readonly title: string;
  /** The window is at least so wide. */
  readonly columns?: number;
}

const cell = { width: 8.4, height: 20, font: 14 } as const;
const margin = 20;
const bar = 38;
const ink = { ground: '#0d1117', frame: '#30363d', text: '#e6edf3', dim: '#8b949e' } as const;
const fonts = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', 'DejaVu Sans Mono', monospace";

/**
 * A terminal window as an SVG picture without scripts and without fonts of its own; the same lines give the same bytes.
 * Every run of characters is stretched to its columns, so that tables stay straight in whatever font the reader has.
 */
export function terminalSvg(lines: readonly ScreenLine[], { title, columns = 80 }: PictureOptions): string {
  const widest = lines.flat().reduce((most, run) => Math.max(most, run.column + run.width), columns);
  const width = Math.ceil(widest * cell.width + 2 * margin);
  const height = Math.ceil(bar + lines.length * cell.height + margin);
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8" fill="${ink.ground}" stroke="${ink.frame}"/>`,
    ...['#ff5f57', '#febc2e', '#28c840'].map(
      (fill, index) => `<circle cx="${20 + index * 18}" cy="19" r="5.5" fill="${fill}"/>`,
    ),
    `<g font-family="${fonts}" font-size="${cell.font}" xml:space="preserve" fill="${ink.text}">`,
    `<text x="${width / 2}" y="24" text-anchor="middle" font-size="12" fill="${ink.dim}">${escaped(title)}</text>`,
    ...lines.flatMap((line, row) => line.map((run) => drawRun(run, row))),
    '</g>',
    '</svg>',
  ];
  return `${parts.join('\n')}\n`;
}

function drawRun({ column, width, text, style }: ScreenRun, row: number): string {
  const left = round(margin + column * cell.width);
  const length = round(width * cell.width);
  const top = bar + row * cell.height;
  const ground =
    style.background === undefined
      ? ''
      : `<rect x="${left}" y="${top}" width="${length}" height="${cell.height}" fill="${style.background}"/>`;
  const place = `x="${left}" y="${top + 15}" textLength="${length}" lengthAdjust="spacingAndGlyphs"`;
  return `${ground}<text ${place}${look(style)}>${escaped(text)}</text>`;
}

function look(style: CellStyle): string {
  const color = style.color ?? (style.dim ? ink.dim : undefined);
  const attributes = [
    color === undefined ? undefined : `fill="${color}"`,
    style.dim && style.color !== undefined ? 'opacity="0.7"' : undefined,
    style.bold ? 'font-weight="bold"' : undefined,
    style.italic ? 'font-style="italic"' : undefined,
    style.underline ? 'text-decoration="underline"' : undefined,
  ];
  return attributes.map((attribute) => (attribute === undefined ? '' : ` ${attribute}`)).join('');
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
