import { Problem } from '../../diagnostic/problem.ts';
import { positionAfter } from '../../run/backfill-plan.ts';
import type { Interval, RunDocument } from '../../run/document.ts';
import type { ProgressListener } from '../../run/progress.ts';
import { runPipeline } from '../run/run-pipeline.ts';
import type { HowToRun, RunRequest } from '../run/run-request.ts';
import type { RunAudience } from '../run/run-session.ts';
import type { Workspace } from '../workspace.ts';
import { abandonInterrupted } from './backfill-abandon.ts';
import { type InterruptedInterval, NotGoneOn, resumeInterval } from './backfill-interrupted.ts';
import { byHand, noteProgress } from './backfill-state.ts';
import type { AskedBackfill, PreparedBackfill } from './prepare-backfill.ts';

/** How a person asks for a backfill on this machine. */
export interface BackfillRequest extends HowToRun, Omit<AskedBackfill, 'id' | 'params'> {
  readonly cwd: string;
  /** Values as text, by name. */
  readonly params?: Readonly<Record<string, string>>;
}

/** Who listens to a backfill while it is worked off. */
export interface BackfillAudience {
  readonly begins: (prepared: PreparedBackfill) => void;
  /** A run that was to go on cannot: a new one begins. `afresh` says why. */
  readonly afresh: (interrupted: InterruptedInterval) => void;
  /** Of all its runs. */
  readonly progress: ProgressListener;
  readonly ended: (document: RunDocument) => void;
  /** Called once with the function that interrupts it: gently, or by force. */
  readonly interrupts?: (interrupt: (force: boolean) => void) => void;
}

export interface BackfillOutcome {
  readonly prepared: PreparedBackfill;
  /** In the order in which they ended. */
  readonly runs: readonly RunDocument[];
  /** Intervals that no run was begun for. */
  readonly left: readonly Interval[];
  /** Why no more runs were begun, if one could not start. */
  readonly problem?: Problem;
}

/** One backfill while it is worked off, as many runs at once as it allows. */
export class BackfillWork {
  readonly #workspace: Workspace;
  readonly #request: BackfillRequest;
  readonly #prepared: PreparedBackfill;
  readonly #audience: BackfillAudience;
  readonly #left: Interval[];
  readonly #runs = new Map<Interval, RunDocument>();
  readonly #interrupts = new Set<(force: boolean) => void>();
  #interrupted: 'gently' | 'by force' | undefined;
  #isStopped = false;
  #problem: Problem | undefined;
  #noted: Promise<void> = Promise.resolve();
  #position: string | undefined;

  constructor(workspace: Workspace, request: BackfillRequest, prepared: PreparedBackfill, audience: BackfillAudience) {
    this.#workspace = workspace;
    this.#request = request;
    this.#prepared = prepared;
    this.#audience = audience;
    this.#left = [...resumedFirst(prepared)];
  }

  async toEnd(): Promise<BackfillOutcome> {
    this.#audience.interrupts?.((force) => this.#interrupt(force));
    if (this.#left.length > 0) await this.#note();
    const { maxActive } = this.#prepared.asked;
    await Promise.all(Array.from({ length: Math.min(maxActive, this.#left.length) }, () => this.#work()));
    await this.#noteEnd();
    const outcome = { prepared: this.#prepared, runs: [...this.#runs.values()], left: this.#left };
    return this.#problem === undefined ? outcome : { ...outcome, problem: this.#problem };
  }

  #interrupt(force: boolean): void {
    this.#isStopped = true;
    this.#interrupted = force ? 'by force' : 'gently';
    for (const interrupt of this.#interrupts) interrupt(force);
  }

  async #work(): Promise<void> {
    while (!this.#isStopped) {
      const interval = this.#left.shift();
      if (interval === undefined) return;
      const document = await this.#runOne(interval);
      if (document === undefined) {
        this.#left.unshift(interval);
        return;
      }
      this.#runs.set(interval, document);
      this.#audience.ended(document);
      if (document.state !== 'success' && this.#request.failFast) this.#isStopped = true;
      await this.#note();
    }
  }

  async #runOne(interval: Interval): Promise<RunDocument | undefined> {
    const own: ((force: boolean) => void)[] = [];
    const audience: RunAudience = {
      progress: this.#audience.progress,
      interrupts: (interrupt) => {
        own.push(interrupt);
        this.#interrupts.add(interrupt);
        if (this.#interrupted !== undefined) interrupt(this.#interrupted === 'by force');
      },
    };
    try {
      const before = this.#prepared.interrupted.find((each) => each.interval === interval);
      if (before === undefined) return await this.#begin(interval, audience);
      if (before.afresh === undefined) return await this.#goOn(before, audience);
      return await this.#beginAfresh(before, before.afresh, audience);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.#isStopped = true;
      this.#problem ??= error;
      return undefined;
    } finally {
      for (const interrupt of own) this.#interrupts.delete(interrupt);
    }
  }

  async #goOn(before: InterruptedInterval, audience: RunAudience): Promise<RunDocument> {
    const { jobs, failFast, maxActive } = this.#request;
    const how = { maxActive, ...(jobs === undefined ? {} : { jobs }), ...(failFast === undefined ? {} : { failFast }) };
    try {
      return await resumeInterval(this.#workspace, this.#prepared.asked.pipeline, before, how, audience);
    } catch (error) {
      if (!(error instanceof NotGoneOn)) throw error;
      this.#audience.afresh({ ...before, afresh: error.message });
      return this.#beginAfresh(before, error.message, audience);
    }
  }

  /** No two runs of an interval have the same generation, but where everything runs again in one of its own. */
  async #beginAfresh({ interval, run, generation }: InterruptedInterval, why: string, audience: RunAudience) {
    const { asked, plan } = this.#prepared;
    await abandonInterrupted(this.#workspace, asked.pipeline, run, why);
    const next = asked.reprocess === 'all' ? plan.generation : Math.max(plan.generation, generation + 1);
    return this.#begin(interval, audience, next);
  }

  #begin(interval: Interval, audience: RunAudience, generation = this.#prepared.plan.generation) {
    return runPipeline(this.#workspace, this.#runRequest(interval, generation), audience);
  }

  #runRequest(interval: Interval, generation: number): RunRequest {
    const { pipeline, cwd, params, jobs, failFast, reason, maxActive } = this.#request;
    const trigger = {
      kind: 'backfill',
      by: this.#workspace.machine.user,
      ...(reason === undefined ? {} : { reason }),
    } as const;
    return {
      pipeline,
      cwd,
      ...(params === undefined ? {} : { params }),
      ...(jobs === undefined ? {} : { jobs }),
      ...(failFast === undefined ? {} : { failFast }),
      cause: { trigger, interval, generation },
      backfill: { id: byHand, maxActive },
    };
  }

  /** Only where everything is run again it must be known what was: else the state says what has succeeded. */
  async #note(finished = false): Promise<void> {
    const { asked, plan, request, span } = this.#prepared;
    if (asked.reprocess !== 'all') return;
    const firstOpen = plan.todo.findIndex((interval) => !this.#runs.has(interval));
    const last = plan.todo.at(firstOpen === -1 ? -1 : firstOpen - 1);
    const position = firstOpen === 0 || last === undefined ? undefined : positionAfter(plan.order, last);
    const isNew = this.#runs.size === 0 || position !== this.#position;
    if (!isNew && !finished) return;
    this.#position = position;
    const { order, generation } = plan;
    const { reason } = asked;
    const noted = {
      request,
      generation,
      order,
      interval: span,
      finished,
      ...(position === undefined ? {} : { position }),
      ...(reason === undefined ? {} : { reason }),
    };
    this.#noted = this.#noted.then(() => noteProgress(this.#workspace, asked.pipeline, noted));
    await this.#noted;
  }

  async #noteEnd(): Promise<void> {
    const { todo, going, ahead } = this.#prepared.plan;
    const succeeded = [...this.#runs.values()].every(({ state }) => state === 'success');
    const isThrough = succeeded && this.#runs.size === todo.length && going.length + ahead.length === 0;
    if (isThrough && (todo.length > 0 || this.#prepared.asked.reprocess === 'all')) await this.#note(true);
  }
}

/** The files of the last run that was interrupted lie where it worked: it goes on before others write to them. */
function resumedFirst({ plan, interrupted }: PreparedBackfill): readonly Interval[] {
  const resumed = new Set(interrupted.flatMap(({ interval, afresh }) => (afresh === undefined ? [interval] : [])));
  return [...plan.todo.filter((each) => resumed.has(each)), ...plan.todo.filter((each) => !resumed.has(each))];
}
