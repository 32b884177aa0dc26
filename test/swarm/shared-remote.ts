import type { PushUpdate } from '../../src/store/git/git-remote.ts';
import type { PushVerdict } from '../../src/store/push/push-report.ts';
import type { SharedObjects } from './shared-objects.ts';

export type RefMove = (ref: string, from: string | undefined, to: string | undefined) => void;

/** The repository that all share, by the rules of a Git server. What is done here is done at once; asking takes its time elsewhere. */
export class SharedRemote {
  readonly #objects: SharedObjects;
  readonly #refs = new Map<string, string>();
  readonly #moved: RefMove;

  /** @param moved Told of each ref that moves, before anything else happens. */
  constructor(objects: SharedObjects, moved: RefMove) {
    this.#objects = objects;
    this.#moved = moved;
  }

  get refs(): ReadonlyMap<string, string> {
    return this.#refs;
  }

  below(prefix: string): readonly (readonly [ref: string, version: string])[] {
    return [...this.#refs].filter(([ref]) => ref.startsWith(prefix)).sort(([a], [b]) => (a < b ? -1 : 1));
  }

  push(updates: readonly PushUpdate[], atomic: boolean): ReadonlyMap<string, PushVerdict> {
    const fits = updates.map((update) => this.#judge(update));
    if (atomic && fits.some((kind) => kind === 'moved')) {
      return new Map(updates.map(({ ref }, index) => [ref, { kind: fits[index] === 'moved' ? 'moved' : 'blocked' }]));
    }
    for (const [index, update] of updates.entries()) if (fits[index] === 'done') this.#move(update);
    return new Map(updates.map(({ ref }, index) => [ref, { kind: fits[index] ?? 'unknown' }]));
  }

  #judge({ ref, version, replaces }: PushUpdate): 'done' | 'moved' {
    const now = this.#refs.get(ref);
    // "Up to date" comes before any lease.
    if (now === version && version !== undefined) return 'done';
    if (replaces !== undefined) return (now ?? 'none') === replaces ? 'done' : 'moved';
    if (now === undefined || version === undefined) return 'done';
    return this.#objects.isInHistory(now, version) ? 'done' : 'moved';
  }

  #move({ ref, version }: PushUpdate): void {
    const before = this.#refs.get(ref);
    if (before === version) return;
    if (version === undefined) this.#refs.delete(ref);
    else this.#refs.set(ref, version);
    this.#moved(ref, before, version);
  }
}
