import { PatternIndex } from './mask-index.ts';
import { minimumMaskBytes, patternsOf } from './mask-patterns.ts';

/** What stands in the place of a masked value. */
export const maskSign = '***';

/** Replaces secrets in whatever leaves Segue. Without secrets it costs nothing. */
export interface Masker {
  /** There is nothing to mask. */
  readonly isEmpty: boolean;
  /** Names of the secrets that are too short to be masked, sorted. */
  readonly tooShort: readonly string[];
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

/** Names to values; values of less than `minimumMaskBytes` are refused and named. */
export function createMasker(secrets: Readonly<Record<string, string>>): Masker {
  const usable = Object.entries(secrets).filter(([, value]) => value !== '');
  const tooShort = usable.filter(([, value]) => Buffer.byteLength(value) < minimumMaskBytes).map(([name]) => name);
  const index = new PatternIndex(usable.flatMap(([, value]) => patternsOf(value)));
  if (index.isEmpty) return { ...transparent, tooShort: tooShort.sort() };
  return {
    isEmpty: false,
    tooShort: tooShort.sort(),
    mask: (text) => maskAll(index, text).masked,
    contains: (text) => maskAll(index, text).hits > 0,
    stream: () => new MaskingStream(index),
  };
}

const nothing = Buffer.alloc(0);

const transparent = {
  isEmpty: true,
  mask: (text: string): string => text,
  contains: (): boolean => false,
  stream: (): MaskStream => ({ push: (chunk) => chunk, end: () => nothing }),
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
