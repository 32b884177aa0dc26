import { deflateSync, inflateSync } from 'node:zlib';
import { pngChunk, pngChunks, pngSignature, pngSize } from './png-chunks.ts';

const mostColours = 256;

/** What an eye tells apart beside each other, as the square of a distance. */
const apart = 120;

/**
 * The same picture with at most 256 colours, a third of the size: drawn pages have few, and the shades at the edges of letters have others
 * near by. Takes 8 bits a channel without interlacing, as browsers write it; what is see-through becomes opaque.
 */
export function withPalette(png: Buffer): Buffer {
  const [width, height] = pngSize(png);
  const colours = coloursOf(png, width, height);
  const palette = frequent(colours);
  const indexes = nearestIn(palette);
  const rows = Buffer.alloc((width + 1) * height);
  for (let at = 0; at < colours.length; at += 1) {
    rows[at + Math.floor(at / width) + 1] = indexes(colours[at] ?? 0);
  }
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 3, 0, 0, 0]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  return Buffer.concat([
    pngSignature,
    pngChunk('IHDR', header),
    pngChunk('PLTE', Buffer.from(palette.flatMap(channels))),
    pngChunk('IDAT', deflateSync(rows, { level: 9 })),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Each pixel as 0xRRGGBB. */
function coloursOf(png: Buffer, width: number, height: number): Uint32Array {
  const chunks = pngChunks(png);
  const kind = chunks[0]?.data[9];
  if (kind !== 2 && kind !== 6) throw new Error('only true colours are read');
  const size = kind === 2 ? 3 : 4;
  const packed = chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data);
  const bytes = unfiltered(inflateSync(Buffer.concat(packed)), width * size, size);
  return Uint32Array.from({ length: width * height }, (_, at) => bytes.readUIntBE(at * size, 3));
}

/** Undoes what was done to each line so that it packs well; the first byte of a line says what that was. */
function unfiltered(lines: Buffer, stride: number, size: number): Buffer {
  const height = lines.length / (stride + 1);
  const bytes = Buffer.alloc(stride * height);
  for (let row = 0; row < height; row += 1) {
    const filter = lines[row * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x += 1) {
      const at = row * stride + x;
      const left = x < size ? 0 : (bytes[at - size] ?? 0);
      const up = row === 0 ? 0 : (bytes[at - stride] ?? 0);
      const corner = x < size || row === 0 ? 0 : (bytes[at - stride - size] ?? 0);
      bytes[at] = (lines[at + row + 1] ?? 0) + guess(filter, left, up, corner);
    }
  }
  return bytes;
}

function guess(filter: number, left: number, up: number, corner: number): number {
  if (filter === 0) return 0;
  if (filter === 1) return left;
  if (filter === 2) return up;
  return filter === 3 ? (left + up) >> 1 : paeth(left, up, corner);
}

/** Of the three the one that is nearest to left + up - corner. */
function paeth(left: number, up: number, corner: number): number {
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

/** The most frequent ones that can be told apart: many shades of one grey would leave no room for the orange of a sign. */
function frequent(colours: Uint32Array): readonly number[] {
  const counts = new Map<number, number>();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const palette: number[] = [];
  for (const [colour] of [...counts].sort(([a, n], [b, m]) => m - n || a - b)) {
    if (palette.every((other) => distance(colour, other) >= apart)) palette.push(colour);
    if (palette.length === mostColours) break;
  }
  return palette;
}

function nearestIn(palette: readonly number[]): (colour: number) => number {
  const known = new Map(palette.map((colour, index) => [colour, index]));
  return (colour) => {
    const index = known.get(colour);
    if (index !== undefined) return index;
    const distances = palette.map((other) => distance(colour, other));
    const nearest = distances.indexOf(Math.min(...distances));
    known.set(colour, nearest);
    return nearest;
  };
}

function distance(one: number, other: number): number {
  const others = channels(other);
  return channels(one).reduce((sum, value, at) => sum + (value - (others[at] ?? 0)) ** 2, 0);
}

function channels(colour: number): readonly number[] {
  return [colour >> 16, (colour >> 8) & 255, colour & 255];
}
