import { Problem } from '../../diagnostic/problem.ts';
import type { Book, Incident } from '../../incident/incident.ts';
import { issuePages } from '../../incident/issue-pages.ts';
import type { Observation } from '../../incident/observation.ts';
import { observeAll } from '../../incident/observe.ts';
import { recordAnswer } from '../../incident/record-answer.ts';
import { comesUp, recordAsking } from '../../incident/record-asking.ts';
import { standingOf } from '../../incident/standing.ts';
import { type IncidentWish, wishes } from '../../incident/wishes.ts';
import type { Ensured, Forge } from '../../report/forge/forge.ts';
import type { FailedLog } from '../../report/issue/incident-view.ts';
import type { RunDocument } from '../../run/document.ts';
import type { Clock } from '../../run/ports.ts';
import type { IncidentBoard } from '../../store/shared/incident-board.ts';
import { Mutings } from './mutings.ts';
import { Suspicions, type SuspicionsOptions } from './suspicions.ts';

/** How long what has ended waits for more of the same cause, so that people read of one thing. */
const gatherMs = 10_000;

/** How long an issue waits for its likely cause, and the end for what was still being looked for. */
const [causeMs, lastCauseMs] = [5_000, 10_000];

export interface IncidentTellerOptions {
  readonly board: Pick<IncidentBoard, 'book' | 'change'>;
  readonly forge: Pick<Forge, 'ensureIssue' | 'ensureComment' | 'labelsOf'>;
  readonly clock: Clock;
  readonly environment: string;
  /** In which people read times; an IANA name. */
  readonly timezone: string;
  /** By file of a pipeline: who owns it, besides the owner that it names. */
  readonly codeowners?: (file: string) => readonly string[];
  /** Address of the repository's page. */
  readonly repository?: string;
  /** Sends what is to be sent of it besides; gives what could not be. */
  readonly alert: (heed: Mutings['heed']) => Promise<readonly Untold[]>;
  /** Who may have broken it. */
  readonly lookUp: SuspicionsOptions['lookUp'];
  /** A run as it is kept, for the end of its log. */
  readonly runOf: (pipeline: string, run: string) => Promise<RunDocument | undefined>;
}

/** What could not be told, and why. */
export type Untold = Extract<Ensured, { kind: 'refused' | 'unreachable' }>;

/**
 * Tells people of failures: one issue for each cause. The book of incidents is what remembers, so whatever is not told now is told
 * by whoever comes next.
 */
export class IncidentTeller {
  readonly #options: IncidentTellerOptions;
  readonly #suspicions: Suspicions;
  readonly #mutings: Mutings;
  readonly #untold: Untold[] = [];
  #news: Observation[] = [];
  #cancelTimer: (() => void) | undefined;
  #isClosing = false;
  #working: Promise<void> = Promise.resolve();
  #problem: Problem | undefined;

  constructor(options: IncidentTellerOptions) {
    this.#options = options;
    this.#suspicions = new Suspicions(options, () => this.#tellSoon());
    this.#mutings = new Mutings(options);
  }

  /** Something has happened; it is told within some seconds. */
  observe(observation: Observation): void {
    this.#news.push(observation);
    this.#tellSoon();
  }

  #tellSoon(): void {
    if (this.#isClosing) return;
    this.#cancelTimer ??= this.#options.clock.after(gatherMs, () => void this.#flush());
  }

  /**
   * Tells all that there is, also what others could not. What the forge does not take is given; it is tried again by the next
   * process.
   *
   * @throws {Problem} if what has happened could not be stored.
   */
  async close(): Promise<readonly Untold[]> {
    this.#isClosing = true;
    await this.#flush();
    if (this.#problem === undefined && (await this.#suspicions.within(lastCauseMs))) await this.#flush();
    if (this.#problem !== undefined) throw this.#problem;
    return this.#untold;
  }

  #flush(): Promise<void> {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#working = this.#working.then(() =>
      this.#tell().catch((error: unknown) => {
        if (!(error instanceof Problem)) throw error;
        this.#problem = error;
      }),
    );
    return this.#working;
  }

  async #tell(): Promise<void> {
    const { board, clock } = this.#options;
    const news = this.#news;
    this.#news = [];
    const now = clock.now();
    const book = await board.change('Note what happened', (known) => observeAll(known, news, now));
    if (book === undefined) return;
    this.#mutings.begin();
    this.#suspicions.ask(book);
    const isWiser = await this.#suspicions.within(causeMs);
    await this.#deliver(isWiser ? await board.book() : book);
    this.#untold.push(...(await this.#options.alert((known, incidents) => this.#mutings.heed(known, incidents))));
  }

  /** A comment comes only after its issue has a number, so it is asked again until nothing new comes. */
  async #deliver(book: Book): Promise<void> {
    const tried = new Set<string>();
    for (let current: Book | undefined = book; current !== undefined; ) {
      const known: Book = current;
      const heeded = await this.#mutings.heed(
        known,
        (await this.#left(known, tried)).map(({ incident }) => incident),
      );
      const left = await this.#left(heeded, tried);
      if (left.length === 0 || !(await this.#announce(heeded, left))) return;
      const answers = await this.#ask(left, tried);
      const at = new Date(this.#options.clock.now()).toISOString();
      current = await this.#options.board.change('Tell people', (latest) =>
        answers.reduce((next, [wish, answer]) => recordAnswer(next, wish, answer, at), latest),
      );
    }
  }

  /** What is to come up is noted first, so that it is not forgotten if this process dies; false if that cannot be. */
  async #announce(book: Book, left: readonly IncidentWish[]): Promise<boolean> {
    const first = left.filter((wish) => comesUp(book, wish));
    if (first.length === 0) return true;
    const change = (latest: Book) => first.reduce(recordAsking, latest);
    return (await this.#options.board.change('Ask for issues', change)) !== undefined;
  }

  async #left(book: Book, tried: ReadonlySet<string>): Promise<readonly IncidentWish[]> {
    const pages = issuePages({ ...this.#options, logOf: await this.#logs(book) });
    return wishes(book, pages).filter((wish) => !tried.has(nameOf(wish)));
  }

  async #ask(
    left: readonly IncidentWish[],
    tried: Set<string>,
  ): Promise<readonly (readonly [IncidentWish, Ensured])[]> {
    const { forge } = this.#options;
    const answers: (readonly [IncidentWish, Ensured])[] = [];
    for (const wish of left) {
      tried.add(nameOf(wish));
      const answer = await (wish.kind === 'issue' ? forge.ensureIssue(wish.wish) : forge.ensureComment(wish.wish));
      answers.push([wish, answer]);
      if (answer.kind === 'refused' || answer.kind === 'unreachable') this.#untold.push(answer);
      // Who does not answer one does not answer the next.
      if (answer.kind !== 'unreachable') continue;
      for (const each of left) tried.add(nameOf(each));
      break;
    }
    return answers;
  }

  /** Of each open incident, the end of the log of its newest failure. */
  async #logs({ incidents }: Book): Promise<(incident: Incident) => FailedLog | undefined> {
    const logs = await Promise.all(
      incidents.map(async (incident) => {
        const last = standingOf(incident).failed.at(-1);
        const run = last === undefined ? undefined : await this.#options.runOf(last.pipeline, last.run);
        return [incident.id, run === undefined ? undefined : logOf(run, incident)] as const;
      }),
    );
    const byId = new Map(logs);
    return ({ id }) => byId.get(id);
  }
}

function nameOf(wish: IncidentWish): string {
  return wish.kind === 'issue' ? `${wish.incident} ${wish.page}` : `${wish.incident} ${wish.change}`;
}

function logOf(run: RunDocument, { causes }: Incident): FailedLog | undefined {
  const tasks = Object.entries(run.tasks).filter(([, { state }]) => state === 'failed');
  const [task, record] = tasks.find(([id]) => id === causes.at(-1)?.task) ?? tasks[0] ?? [];
  const tail = record?.attempts.at(-1)?.log?.tail;
  return task === undefined || tail === undefined ? undefined : { run: run.run, task, tail };
}
