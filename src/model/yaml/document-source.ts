import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml';
import type { Range } from '../../diagnostic/diagnostic.ts';
import { mapScalar } from './scalar-offsets.ts';
import type { Route, Source } from './source.ts';

type Entry = Pair<Node, Node | null>;

/** Where a route leads: an entry of a mapping, an item of a list, or the document itself (both absent). */
interface Place {
  readonly node: Node | undefined;
  readonly key?: Node;
}

/** Maps with more entries than this get an index of their keys when they are first asked. */
const indexedFrom = 16;

/** Makes the source of a parsed file; without a document every route leads to the file's start. */
export function createSource(file: string, text: string, document: Document | undefined): DocumentSource {
  return new DocumentSource(file, text, document);
}

/** Ranges are looked up when they are asked for; reading a file without findings costs nothing here. */
export class DocumentSource implements Source {
  readonly file: string;
  readonly text: string;
  readonly #document: Document | undefined;
  readonly #indexes = new WeakMap<YAMLMap, ReadonlyMap<string, Entry>>();

  constructor(file: string, text: string, document: Document | undefined) {
    this.file = file;
    this.text = text;
    this.#document = document;
  }

  key(route: Route): Range {
    const { place } = this.#follow(route);
    return this.#rangeOf(place.key ?? place.node);
  }

  value(route: Route): Range {
    const { place } = this.#follow(route);
    const node = place.node;
    return node?.range && node.range[1] > node.range[0] ? this.#rangeOf(node) : this.#rangeOf(place.key ?? node);
  }

  part(route: Route, start: number, end: number): Range {
    const node = this.#resolve(this.#follow(route).place.node);
    if (!isScalar(node) || typeof node.value !== 'string' || !node.range) return this.value(route);
    const offsets = mapScalar(this.text, node.type, node.range, node.value);
    const from = offsets?.[start];
    const last = offsets?.[Math.max(start, end - 1)];
    if (from === undefined || last === undefined) return this.value(route);
    return { file: this.file, start: from, end: end > start ? last + 1 : from };
  }

  scalar(route: Route): string | undefined {
    const { place, found } = this.#follow(route);
    const node = found ? this.#resolve(place.node) : undefined;
    return isScalar(node) && typeof node.value === 'string' ? node.value : undefined;
  }

  has(route: Route): boolean {
    return this.#follow(route).found;
  }

  /** A scalar as it is written, e.g. `1.10` where its value is the number 1.1; nothing for other values. */
  written(route: Route): string | undefined {
    const { place, found } = this.#follow(route);
    const node = found ? this.#resolve(place.node) : undefined;
    return isScalar(node) ? node.source : undefined;
  }

  #follow(route: Route): { readonly place: Place; readonly found: boolean } {
    let place: Place = { node: this.#document?.contents ?? undefined };
    for (const step of route) {
      const next = this.#step(this.#resolve(place.node), step);
      if (next === undefined) return { place, found: false };
      place = next;
    }
    return { place, found: this.#document !== undefined };
  }

  #step(node: Node | undefined, step: string | number): Place | undefined {
    if (isMap(node)) {
      const entry = this.#entry(node as YAMLMap, String(step));
      return entry && { key: entry.key, node: entry.value ?? undefined };
    }
    if (!isSeq(node) || typeof step !== 'number') return undefined;
    const item = node.items[step];
    return item === undefined ? undefined : { node: item as Node };
  }

  #entry(map: YAMLMap, key: string): Entry | undefined {
    const entries = map.items as Entry[];
    if (entries.length < indexedFrom) return entries.find((entry) => keyText(entry.key) === key);
    let index = this.#indexes.get(map);
    if (index === undefined) {
      index = new Map(entries.toReversed().map((entry) => [keyText(entry.key) ?? '', entry]));
      this.#indexes.set(map, index);
    }
    return index.get(key);
  }

  #resolve(node: Node | undefined): Node | undefined {
    if (!isAlias(node) || this.#document === undefined) return node;
    return node.resolve(this.#document);
  }

  #rangeOf(node: Node | undefined): Range {
    const bound = this.text.length;
    const [start, end] = node?.range ?? [0, 0];
    return { file: this.file, start: Math.min(start, bound), end: Math.min(Math.max(start, end), bound) };
  }
}

/** The text of a mapping's key, or nothing if it is a collection. Numbers and such count as they are written. */
export function keyText(key: unknown): string | undefined {
  if (!isScalar(key)) return undefined;
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
}
