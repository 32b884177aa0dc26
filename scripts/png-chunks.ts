import { crc32 } from 'node:zlib';

export interface PngChunk {
  readonly type: string;
  readonly data: Buffer;
}

export const pngSignature: Buffer = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);

/** Bytes of a chunk beside its data: length, type, and a sum of both. */
const frame = 12;

export function pngChunks(png: Buffer): readonly PngChunk[] {
  const chunks: PngChunk[] = [];
  for (let at = pngSignature.length; at < png.length; at += png.readUInt32BE(at) + frame) {
    const type = png.toString('latin1', at + 4, at + 8);
    chunks.push({ type, data: png.subarray(at + 8, at + 8 + png.readUInt32BE(at)) });
  }
  return chunks;
}

export function pngChunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const chunk = Buffer.alloc(named.length + 8);
  chunk.writeUInt32BE(data.length);
  named.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(named), named.length + 4);
  return chunk;
}

/** Width and height in pixels. */
export function pngSize(png: Buffer): readonly [width: number, height: number] {
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}

/** The picture with a text in it, which viewers do not show. Key and text in ASCII. */
export function withPngText(png: Buffer, key: string, text: string): Buffer {
  const [header, ...others] = pngChunks(png);
  if (header === undefined) throw new Error('a PNG begins with its header');
  const all = [header, { type: 'tEXt', data: Buffer.from(`${key}\0${text}`, 'latin1') }, ...others];
  return Buffer.concat([pngSignature, ...all.map(({ type, data }) => pngChunk(type, data))]);
}

/** The text of that key, if there is one. */
export function pngText(png: Buffer, key: string): string | undefined {
  const texts = pngChunks(png).filter(({ type }) => type === 'tEXt');
  const text = texts.map(({ data }) => data.toString('latin1')).find((each) => each.startsWith(`${key}\0`));
  return text?.slice(key.length + 1);
}
