import { type Alias, type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';
import type { Range } from '../../diagnostic/diagnostic.ts';
import { finding, type Report } from '../finding.ts';
import { limits } from '../limits.ts';
import { keyText } from './document-source.ts';

/** What an anchor stands for, and how many values that is with its own aliases followed. */
interface Anchored {
  readonly value: unknown;
  readonly size: number;
}

/**
 * Makes plain values of a document, once over. Aliases share their value, and their number is bounded as if each were
 * written out; of a duplicate key the first counts. Keys are always text.
 */
export function toValue(file: string, document: Document, report: Report): unknown {
  return new Reader(file, report).read(document.contents, 0);
}

class Reader {
  readonly #file: string;
  readonly #report: Report;
  readonly #anchors = new Map<string, Anchored>();
  #size = 0;
  #full = false;

  constructor(file: string, report: Report) {
    this.#file = file;
    this.#report = report;
  }

  read(node: unknown, depth: number): unknown {
    if (node === null || node === undefined) return null;
    if (isAlias(node)) return this.#readAlias(node);
    const before = this.#size;
    this.#grow(1, node as Node);
    const value = this.#readPlain(node, depth);
    const anchor = (node as { anchor?: string }).anchor;
    if (anchor !== undefined) this.#anchors.set(anchor, { value, size: this.#size - before });
    return value;
  }

  #readPlain(node: unknown, depth: number): unknown {
    if (isScalar(node)) return node.value;
    if (depth >= limits.nesting) {
      this.#refuse(node as Node, `values are nested more than ${limits.nesting} levels deep`);
      return null;
    }
    if (isMap(node)) return this.#readMap(node.items as Pair<unknown, unknown>[], depth);
    if (isSeq(node)) return node.items.map((item) => this.read(item, depth + 1));
    return null;
  }

  #readMap(entries: readonly Pair<unknown, unknown>[], depth: number): Record<string, unknown> {
    const value: Record<string, unknown> = {};
    const keys = new Map<string, Node>();
    for (const { key, value: node } of entries) {
      const name = this.#readKey(key);
      if (name === undefined) continue;
      const first = keys.get(name);
      if (first !== undefined) this.#reportDuplicate(name, key as Node, first);
      else {
        keys.set(name, key as Node);
        value[name] = this.read(node, depth + 1);
      }
    }
    return value;
  }

  #readKey(key: unknown): string | undefined {
    const name = keyText(key);
    const range = this.#range(key as Node | null);
    if (name === undefined) {
      this.#report(finding('wrongType', range, 'a key must be plain text', 'Write `key: value`.'));
    } else if (name === '<<') {
      const help = 'Repeat the entries, or put what tasks share below `defaults`. Aliases (`key: *name`) work.';
      this.#report(finding('foreignWord', range, '`<<` merges mappings in YAML 1.1 only', help));
      return undefined;
    } else if (name === '__proto__') {
      this.#report(finding('badId', range, '`__proto__` cannot be a name', 'Take another name.'));
      return undefined;
    }
    return name;
  }

  #readAlias(alias: Alias): unknown {
    const anchored = this.#anchors.get(alias.source);
    if (anchored === undefined) {
      if (alias.source === '') return null;
      const message = `there is no anchor \`&${alias.source}\` before this alias`;
      this.#report(
        finding(
          'syntax',
          this.#range(alias),
          message,
          'Write the value, or put a text that starts with `*` in quotes.',
        ),
      );
      return null;
    }
    this.#grow(anchored.size, alias);
    return this.#full ? null : anchored.value;
  }

  #grow(size: number, node: Node): void {
    this.#size += size;
    if (this.#size > limits.expandedNodes && !this.#full) {
      this.#full = true;
      this.#refuse(node, `with its aliases followed the file holds more than ${limits.expandedNodes} values`);
    }
  }

  #refuse(node: Node, message: string): void {
    const { file, start } = this.#range(node);
    const help = 'Write the pipeline out, or generate several files.';
    this.#report(finding('aliasBomb', { file, start, end: start + 1 }, message, help));
  }

  #reportDuplicate(name: string, key: Node, first: Node): void {
    const related = [{ range: this.#range(first), message: `\`${name}\` stands here first` }];
    const message = `\`${name}\` stands twice in this mapping; only one of them would count`;
    this.#report(finding('duplicateKey', this.#range(key), message, 'Delete one of them, or rename it.', related));
  }

  #range(node: Node | null): Range {
    const [start, end] = node?.range ?? [0, 0];
    return { file: this.#file, start, end };
  }
}
