import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Problem } from '../../diagnostic/problem.ts';
import {
  type LeaseBoard,
  type LeaseFacts,
  type LeaseVerdict,
  leaseVerdict,
  type Observer,
  type Watched,
  watch,
} from '../../run/leases.ts';
import type { Clock } from '../../run/ports.ts';
import { decodeWatched, encodeWatched } from '../codec/codec-lease.ts';
import type { Chance } from '../documents/document-state.ts';
import { ifExists, throwFileProblem } from '../local/local-file.ts';
import { coalesce } from '../push/coalesce.ts';

export interface LeaseWatchOptions {
  readonly board: LeaseBoard;
  readonly clock: Pick<Clock, 'now' | 'steady'>;
  readonly chance: Pick<Chance, 'hex'>;
  readonly observer: Observer;
  /** Keeps what was seen for the next process on this machine; absent: each process looks for itself. */
  readonly file?: string;
  /** In place of a file, for who makes several of these one after the other. */
  readonly memory?: LeaseMemory;
}

/** What was seen of leases. It holds a few words for each that is up. */
export interface LeaseMemory {
  watched: ReadonlyMap<string, Watched>;
}

/** A lease that makes no sense is watched for the longest time that one can have. */
const nobody: Omit<LeaseFacts, 'holder' | 'since'> = {
  place: '',
  process: { pid: 2, started: '', boot: '' },
  leaseMs: 3_600_000,
};

const certainlyDeadMs = 24 * 60 * 60 * 1_000;

/** Looks at leases, and remembers across processes since when each has not moved. */
export class LeaseWatch {
  readonly #options: LeaseWatchOptions;
  /** One look for all who ask at the same time; never one that began before somebody asked. */
  readonly #look: () => Promise<void>;
  readonly #memory: LeaseMemory;
  /** When the look was begun that saw it. */
  #asked = 0;

  constructor(options: LeaseWatchOptions) {
    this.#options = options;
    this.#memory = options.memory ?? { watched: new Map() };
    this.#look = coalesce(() => this.#lookNow());
  }

  /**
   * Judges holders. Ask only for those that a claim names which was read before: a lease comes no later than the first claim
   * that names it, so one that is not there any more was given back or taken down. They come in one push; a remote may show
   * its refs one after the other, so one that is missed is looked for twice.
   *
   * @throws {Problem} SG609 if the remote cannot be reached: then nobody can be judged.
   */
  async judge(holders: readonly string[]): Promise<ReadonlyMap<string, LeaseVerdict>> {
    await this.#look();
    if (holders.some((holder) => !this.#memory.watched.has(holder))) await this.#look();
    const { watched } = this.#memory;
    const { observer } = this.#options;
    return new Map(holders.map((holder) => [holder, leaseVerdict(watched.get(holder), this.#asked, observer)]));
  }

  /** Takes down the leases of the dead, as far as nobody else has and they do not move after all. */
  async sweep(): Promise<readonly string[]> {
    const { board } = this.#options;
    await this.#look();
    const { watched } = this.#memory;
    const asked = this.#asked;
    const removed = await Promise.all(
      [...watched].map(async ([holder, lease]) => {
        return (await this.#isOver(lease, asked)) && (await board.remove(holder, lease.beat)) && holder;
      }),
    );
    return removed.filter((holder) => holder !== false);
  }

  /**
   * On a machine that is gone after its job nobody watches for long enough. What was silent for a day by the clocks on the wall is dead
   * there, too: no two of them differ by so much, and no lease lasts longer than an hour.
   */
  async #isOver(lease: Watched, asked: number): Promise<boolean> {
    const { observer, board, clock } = this.#options;
    if (leaseVerdict(lease, asked, observer).kind === 'dead') return true;
    const madeAt = (await board.madeAt?.(lease.beat)) ?? Number.POSITIVE_INFINITY;
    return madeAt < clock.now() - certainlyDeadMs;
  }

  async #lookNow(): Promise<void> {
    const { board, clock } = this.#options;
    const known = this.#read();
    // What the board says may be as old as the question.
    const asked = clock.steady();
    const beats = await board.beats();
    // A beat that is new to us was there no later than its answer.
    const now = clock.steady();
    const facts = new Map<string, LeaseFacts | undefined>();
    for (const [holder, beat] of beats) if (!known.has(holder)) facts.set(holder, await board.facts(holder, beat));
    const watched = watch(known, beats, now, (holder) => facts.get(holder) ?? nobody);
    this.#write(watched);
    this.#memory.watched = watched;
    this.#asked = asked;
  }

  /** What was seen before on this machine since it started. An unreadable file is as good as none: watching begins anew. */
  #read(): ReadonlyMap<string, Watched> {
    const { file } = this.#options;
    if (file === undefined) return this.#memory.watched;
    const text = ifExists(() => readFileSync(file, 'utf8'));
    try {
      return text === undefined ? new Map() : decodeWatched(text, this.#options.observer.boot);
    } catch (error) {
      if (error instanceof Problem) return new Map();
      throw error;
    }
  }

  /** Two processes at once may forget what one of them has just seen; then it is watched a little longer. */
  #write(watched: ReadonlyMap<string, Watched>): void {
    const { file, observer, chance } = this.#options;
    if (file === undefined) return;
    const draft = `${file}.${chance.hex(8)}.new`;
    try {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(draft, encodeWatched(observer.boot, watched));
      renameSync(draft, file);
    } catch (error) {
      throwFileProblem(error);
    }
  }
}
