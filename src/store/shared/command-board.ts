import {
  type CommandLedger,
  type LedgerBook,
  mostEntries,
  settleEntry,
  type Taken,
  takeEntry,
  takenAtIn,
  unsettledIn,
} from '../../command/ledger.ts';
import { Problem } from '../../diagnostic/problem.ts';
import { decode, encode } from '../codec/codec.ts';
import { damaged } from '../codec/damaged.ts';
import * as v from '../codec/schema-values.ts';
import { listOf, object, oneOf, optional, type Shape } from '../codec/shape.ts';
import type { Chance } from '../documents/document-state.ts';
import { commandsRef } from '../names.ts';
import type { Urgency } from '../push/push-budget.ts';
import { SharedDocument } from './shared-document.ts';
import type { SwapRefs } from './swap-refs.ts';

export const commandsPath = 'commands.json';
const nameBytes = 8;

const bookSchema = object({
  version: oneOf(1),
  environment: v.label,
  entries: listOf(
    object({
      key: v.label,
      at: v.instant,
      first: optional(v.instant),
      by: v.label,
      settled: optional(oneOf(true)),
    }),
    mostEntries,
  ),
}) satisfies Shape<LedgerBook>;

/** @throws {Problem} SG606, SG607 */
export function decodeCommands(text: string, environment: string): LedgerBook {
  const what = `book of commands of ${environment}`;
  const book = decode(what, bookSchema, text);
  if (book.environment !== environment) throw damaged(what, `it is about ${book.environment}`);
  return book;
}

export interface CommandBoardOptions {
  readonly refs: SwapRefs;
  readonly environment: string;
  readonly chance: Pick<Chance, 'hex'>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** The ledger of an environment's commands, in a ref that webhooks and jobs share. All of it throws `Problem` if the remote is away. */
export class CommandBoard implements CommandLedger {
  readonly #document: SharedDocument<LedgerBook>;
  readonly #options: CommandBoardOptions;

  /** @throws {Problem} SG612 if the environment cannot be named. */
  constructor(options: CommandBoardOptions) {
    const { refs, environment, chance } = options;
    this.#options = options;
    this.#document = new SharedDocument({
      refs,
      ref: commandsRef(environment),
      path: commandsPath,
      chance,
      empty: (): LedgerBook => ({ version: 1, environment, entries: [] }),
      encode: (book) => encode(`book of commands of ${environment}`, bookSchema, book),
      decode: (text) => decodeCommands(text, environment),
    });
  }

  take(key: string): Promise<Taken> {
    return this.#take(key, false);
  }

  takeOver(key: string): Promise<Taken> {
    return this.#take(key, true);
  }

  async takenAt(key: string): Promise<number | undefined> {
    return takenAtIn(await this.#document.read(), key);
  }

  async settle(key: string): Promise<void> {
    // A job has nothing more to do then: it waits for no others that might come along.
    await this.#change(`Answered ${key}`, (book) => settleEntry(book, key), 'last');
  }

  async unsettled(): Promise<readonly string[]> {
    return unsettledIn(await this.#document.read(), this.#options.now());
  }

  async known(): Promise<ReadonlySet<string>> {
    return new Set((await this.#document.read()).entries.map(({ key }) => key));
  }

  async #take(key: string, isOver: boolean): Promise<Taken> {
    const { chance, now } = this.#options;
    const asked = { key, by: chance.hex(nameBytes), now: now(), isOver };
    let taken: Taken = 'going on';
    await this.#change(`Take up ${key}`, (book) => {
      const next = takeEntry(book, asked);
      taken = next.taken;
      return next.book;
    });
    return taken;
  }

  async #change(subject: string, change: (book: LedgerBook) => LedgerBook, urgency: Urgency = 'now'): Promise<void> {
    if ((await this.#document.change(subject, change, urgency)) !== undefined) return;
    throw new Problem('SG710', 'The book of commands keeps changing under our hands.', 'Ask again in a minute.');
  }
}
