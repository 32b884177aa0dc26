import { PatternIndex } from './mask-index.ts';
import { minimumMaskBytes, patternsOf } from './mask-patterns.ts';

/** What stands in the place of a masked value. */
export const maskSign = '***';

/** Replaces secrets in whatever leaves Segue. Without secrets it costs nothing. */
export interface Masker {
  /** There is nothing to mask. */
  readonly isEmpty: boolean;
  /** The text with each occurrence of a secret replaced by `***`. */
  mask(text: string): string;
  contains(text: string): boolean;
  /** For one stream of output: finds secrets that are split over chunks. */
  stream(): MaskStream;
}

export interface MaskStream {
  /** What can be written now; holds back only what may be the beginning of a secret. */
  push(chunk: Buffer): Buffer;
  /** What was held back. */
  end(): Buffer;
}

/** Names of the secrets that are too short to be masked, sorted. */
export function tooShortToMask(secrets: Readonly<Record<string, string>>): readonly string[] {
  const short = Object.entries(secrets).filter(
    ([, value]) => value !== '' && Buffer.byteLength(value) < minimumMaskBytes,
  );
  return short.map(([name]) => name).sort();
}

/** Names to values; values of less than `minimumMaskBytes` are not masked, see `tooShortToMask`. */
export function createMasker(secrets: Readonly<Record<string, string>>): Masker {
  const index = new PatternIndex(Object.values(secrets).flatMap((value) => patternsOf(value)));
  if (index.isEmpty) return transparent;
  return {
    isEmpty: false,
    mask: (text) => maskAll(index, text).masked,
    contains: (text) => maskAll(index, text).hits > 0,
    stream: () => new MaskingStream(index),
  };
}

const nothing = Buffer.alloc(0);

const transparent: Masker = {
  isEmpty: true,
  mask: (text) => text,
  contains: () => false,
  stream: () => ({ push: (chunk) => chunk, end: () => nothing }),
};

function maskAll(index: PatternIndex, text: string): { readonly masked: string; readonly hits: number } {
  const stream = new MaskingStream(index);
  const masked = Buffer.concat([stream.push(Buffer.from(text)), stream.end()]);
  return { masked: stream.hits === 0 ? text : masked.toString(), hits: stream.hits };
}

const sign = Buffer.from(maskSign);

/** Overlapping secrets become one mask; nothing of either is left. */
class MaskingStream implements MaskStream {
  readonly #index: PatternIndex;
  #held: Buffer = nothing;
  /** So many bytes at the start of what is held are masked, and the mask is already written. */
  #covered = 0;
  hits = 0;

  constructor(index: PatternIndex) {
    this.#index = index;
  }

  push(chunk: Buffer): Buffer {
    return this.#advance(this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]), false);
  }

  end(): Buffer {
    return this.#advance(this.#held, true);
  }

  #advance(text: Buffer, isLast: boolean): Buffer {
    const parts: Buffer[] = [];
    let maskedUntil = this.#covered;
    let at = this.#index.nextStart(text, 0);
    while (at < text.length) {
      const end = this.#index.endOfMatch(text, at, isLast);
      if (end === -1) break;
      if (end > at) {
        this.hits++;
        if (at >= maskedUntil) parts.push(text.subarray(maskedUntil, at), sign);
        maskedUntil = Math.max(maskedUntil, end);
      }
      at = this.#index.nextStart(text, at + 1);
    }
    parts.push(text.subarray(maskedUntil, at));
    this.#covered = Math.max(0, maskedUntil - at);
    this.#held = at < text.length ? Buffer.from(text.subarray(at)) : nothing;
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
  }
}
