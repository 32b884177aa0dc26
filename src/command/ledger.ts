/**
 * Which commands were taken up: one memory for all who answer comments of a repository, so that a webhook and a workflow that hear
 * of the same comment do it once between them. `key` names what asked: `comment/7`, `delivery/…`.
 */
export interface CommandLedger {
  /** Whoever asks first gets `ours`, also after a lost answer. */
  take(key: string): Promise<Taken>;
  /** For one that was taken up long ago and never answered: whoever did must have died. Whoever asks first gets `ours`. */
  takeOver(key: string): Promise<Taken>;
  /** When it was taken up first, in milliseconds since the epoch; undefined if it never was. */
  takenAt(key: string): Promise<number | undefined>;
  /** Everybody can see the answer, or nobody will. */
  settle(key: string): Promise<void>;
  /** Those that were taken up long ago and not settled. */
  unsettled(): Promise<readonly string[]>;
  /** Those that are known. */
  known(): Promise<ReadonlySet<string>>;
}

export type Taken = 'ours' | 'going on' | 'unsettled' | 'settled';

/** One command in the ledger. */
export interface LedgerEntry {
  readonly key: string;
  /** When it was taken up last, as an instant in UTC. */
  readonly at: string;
  /** When it was taken up first, if that was not the last time. */
  readonly first?: string;
  /** Who took it up: a random word of a process. */
  readonly by: string;
  readonly settled?: true;
}

/** All that is remembered, oldest first. Plain JSON. */
export interface LedgerBook {
  readonly version: 1;
  readonly environment: string;
  readonly entries: readonly LedgerEntry[];
}

/** GitHub lets people send a webhook again for three days. */
const keptMs = 7 * 24 * 60 * 60 * 1000;
export const mostEntries = 2_000;
/** The longest command is done in a fraction of that. */
export const unsettledMs = 10 * 60 * 1000;

/** What asking for a command means now, and the book after that. */
export function takeEntry(
  book: LedgerBook,
  {
    key,
    by,
    now,
    isOver,
  }: { readonly key: string; readonly by: string; readonly now: number; readonly isOver: boolean },
): { readonly taken: Taken; readonly book: LedgerBook } {
  const found = book.entries.find((entry) => entry.key === key);
  const standing = found === undefined ? undefined : standingOf(found, by, now);
  const isFree = found === undefined ? !isOver : isOver && standing === 'unsettled';
  if (!isFree) return { taken: standing ?? 'settled', book };
  const others = book.entries.filter((entry) => entry.key !== key && Date.parse(entry.at) > now - keptMs);
  const before = found === undefined ? {} : { first: found.first ?? found.at };
  const entries = [...others, { key, at: new Date(now).toISOString(), ...before, by }].slice(-mostEntries);
  return { taken: 'ours', book: { ...book, entries } };
}

/** The book with an entry settled; the same if there is nothing to settle. */
export function settleEntry(book: LedgerBook, key: string): LedgerBook {
  const found = book.entries.find((entry) => entry.key === key);
  if (found === undefined || found.settled === true) return book;
  return { ...book, entries: book.entries.map((entry) => (entry === found ? { ...entry, settled: true } : entry)) };
}

/** When it was taken up first, in milliseconds since the epoch. */
export function takenAtIn(book: LedgerBook, key: string): number | undefined {
  const found = book.entries.find((entry) => entry.key === key);
  return found === undefined ? undefined : Date.parse(found.first ?? found.at);
}

/** Keys of what was taken up so long ago that nobody can be at it any more. */
export function unsettledIn(book: LedgerBook, now: number): readonly string[] {
  return book.entries.filter((entry) => standingOf(entry, '', now) === 'unsettled').map(({ key }) => key);
}

function standingOf({ at, by, settled }: LedgerEntry, asker: string, now: number): Taken {
  if (settled === true) return 'settled';
  // Our own of just now: the answer to the first write was lost.
  if (by === asker) return 'ours';
  return now - Date.parse(at) >= unsettledMs ? 'unsettled' : 'going on';
}
