import { Problem } from '../diagnostic/problem.ts';
import { positionAfter } from '../run/backfill-plan.ts';
import type { Interval, RunDocument } from '../run/document.ts';
import type { ProgressListener } from '../run/progress.ts';
import { byHand, noteProgress } from './backfill-state.ts';
import type { AskedBackfill, PreparedBackfill } from './prepare-backfill.ts';
import { runPipeline } from './run-pipeline.ts';
import type { HowToRun, RunRequest } from './run-request.ts';
import type { Workspace } from './workspace.ts';

/** How a person asks for a backfill on this machine. */
export interface BackfillRequest extends HowToRun, Omit<AskedBackfill, 'id' | 'params'> {
  readonly cwd: string;
  /** Values as text, by name. */
  readonly params?: Readonly<Record<string, string>>;
}

/** Who listens to a backfill while it is worked off. */
export interface BackfillAudience {
  readonly begins: (prepared: PreparedBackfill) => void;
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
    this.#left = [...prepared.plan.todo];
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
    try {
      return await runPipeline(this.#workspace, this.#runRequest(interval), {
        progress: this.#audience.progress,
        interrupts: (interrupt) => {
          own.push(interrupt);
          this.#interrupts.add(interrupt);
          if (this.#interrupted !== undefined) interrupt(this.#interrupted === 'by force');
        },
      });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.#isStopped = true;
      this.#problem ??= error;
      return undefined;
    } finally {
      for (const interrupt of own) this.#interrupts.delete(interrupt);
    }
  }

  #runRequest(interval: Interval): RunRequest {
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
      cause: { trigger, interval, generation: this.#prepared.plan.generation },
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
