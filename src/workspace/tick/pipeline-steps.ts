import { Problem } from '../../diagnostic/problem.ts';
import type { PipelineState, StateView } from '../../run/ports.ts';
import { recoverAgain } from '../../tick/decide-again.ts';
import { nextStep, recoveryStep } from '../../tick/next-step.ts';
import type { Outlook, Recovery, Start } from '../../tick/step.ts';
import { WakeUp } from '../../tick/wake-up.ts';
import type { OpenWorkspace } from '../open-workspace.ts';
import type { RunnablePipeline } from '../pipelines/load-pipelines.ts';
import type { HowToRun } from '../run/run-request.ts';
import { now } from '../workspace.ts';
import { LostRace } from './claim-start.ts';
import type { CodeInUse } from './code-in-use.ts';
import { decideStored, outlookOf, recoveryOutlook } from './outlook.ts';
import { startRun } from './start-run.ts';
import { giveUp, takeOver } from './take-over.ts';
import type { TickEvent, TickListener } from './tick-event.ts';
import type { TickRuns } from './tick-runs.ts';
import type { Waiting } from './waiting.ts';
import { writeNote } from './write-note.ts';

export interface PipelineStepsOptions {
  readonly how: HowToRun;
  readonly code: CodeInUse;
  readonly runs: TickRuns;
  readonly waiting: Waiting;
  readonly listener: TickListener;
  /** Milliseconds until the job of this tick has to end. */
  readonly leftMs: () => number;
}

/** What a tick does for one pipeline: step by step, each decided on what is stored by then, until there is nothing more to do. */
export class PipelineSteps {
  readonly #workspace: OpenWorkspace;
  readonly #options: PipelineStepsOptions;
  /** Pipelines for which something is being written or claimed now. */
  readonly #busy = new Set<string>();
  /** What cannot start here, so that it is told once and not tried over and over: the next tick may. */
  readonly #refused = new Set<string>();
  readonly #wakeUp: WakeUp;
  readonly #wokenAt: string;

  constructor(workspace: OpenWorkspace, options: PipelineStepsOptions) {
    this.#workspace = workspace;
    this.#options = options;
    this.#wokenAt = now(workspace);
    this.#wakeUp = new WakeUp(this.#wokenAt);
  }

  /** For a pipeline that has a file. */
  take(loaded: RunnablePipeline): Promise<void> {
    return this.#advance(loaded.pipeline.id, () => this.#takeStep(loaded));
  }

  /** For a pipeline without a file that could run: its lost runs are still somebody's. */
  recover(pipeline: string): Promise<void> {
    return this.#advance(pipeline, () => this.#recover(pipeline));
  }

  /** See `WakeUp`. */
  wasPutOff(): boolean {
    return this.#wakeUp.wasPutOff();
  }

  ended({ document }: Extract<TickEvent, { event: 'ended' }>): void {
    this.#wakeUp.ended(document);
  }

  /** Does for a pipeline whatever is to be done, until `step` says that there is nothing more. */
  async #advance(pipeline: string, step: () => Promise<boolean>): Promise<void> {
    if (this.#busy.has(pipeline)) return;
    this.#busy.add(pipeline);
    try {
      while (!this.#options.runs.isInterrupted && (await step()));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.#options.listener({ event: 'refused', pipeline, problem: error });
    } finally {
      this.#busy.delete(pipeline);
    }
  }

  /** False once there is nothing to do for the pipeline now. */
  async #takeStep(loaded: RunnablePipeline): Promise<boolean> {
    const { code, waiting, listener, how } = this.#options;
    const { id } = loaded.pipeline;
    const outlook = await outlookOf(this.#workspace, loaded.pipeline, code.now, how.time);
    const step = nextStep(outlook);
    // Only as long as that is all: a run that cannot go on here must not keep the tick awake.
    waiting.forget(id);
    switch (step.kind) {
      case 'wait':
        waiting.set(id, step.why);
        return false;
      case 'note':
        if (!code.isOutrun && (await writeNote(this.#workspace, outlook, step.note))) {
          listener({ event: 'noted', pipeline: id, note: step.note });
        }
        return !code.isOutrun;
      case 'start':
        return this.#mayStart(id, step.start) && this.#start(loaded, outlook, step.start);
      case 'take-over':
      case 'give-up':
        return this.#takeOver(id, step);
      default:
        return step satisfies never;
    }
  }

  #mayStart(pipeline: string, start: Start): boolean {
    const { code, runs } = this.#options;
    return !code.isOutrun && this.#wakeUp.mayStart(pipeline, start, () => runs.hasRoomFor(start.cause));
  }

  async #start(loaded: RunnablePipeline, outlook: Outlook, start: Start): Promise<boolean> {
    const { listener, how, runs } = this.#options;
    const { commit } = this.#options.code.now;
    const { id } = loaded.pipeline;
    const decide = (view: StateView) => decideStored(outlook, view);
    return this.#attempt(`${id} ${JSON.stringify(start)}`, async () => {
      await runs
        .launch(id, (claimed, audience) => {
          const tell = (run: string) =>
            claimed(() => {
              this.#wakeUp.started(id, start, run);
              listener({ event: 'claimed', pipeline: id, run, start });
            });
          const request = { how, commit, loaded, start, wokenAt: this.#wokenAt, decide, claimed: tell };
          return startRun(this.#workspace, request, audience);
        })
        .catch((error: unknown) => {
          if (!(error instanceof LostRace)) throw error;
          listener({ event: 'lost-race', pipeline: id, start });
        });
    });
  }

  async #takeOver(pipeline: string, recovery: Recovery): Promise<boolean> {
    const { listener, how, runs, leftMs } = this.#options;
    if (!this.#wakeUp.mayTakeOver(pipeline, recovery, leftMs())) return false;
    this.#wakeUp.takesUp(pipeline, recovery.run);
    const looked = await recoveryOutlook(this.#workspace, pipeline);
    const decide = (state: PipelineState) => recoverAgain(looked, state);
    const request = { how, pipeline, recovery, decide };
    await runs
      .launch(pipeline, (claimed, audience) => {
        const tell = () => listener({ event: 'taking-over', pipeline, ...recovery });
        if (recovery.kind === 'give-up') return giveUp(this.#workspace, request, () => claimed(tell));
        return takeOver(this.#workspace, { ...request, claimed: () => claimed(tell) }, audience);
      })
      .catch((error: unknown) => {
        if (!(error instanceof LostRace)) throw error;
        this.#wakeUp.lostRace(pipeline, recovery.run);
      });
    return true;
  }

  /** True if it is worth asking again what is to be done; false for what was refused before. */
  async #attempt(key: string, work: () => Promise<void>): Promise<boolean> {
    if (this.#refused.has(key)) return false;
    this.#refused.add(key);
    await work();
    this.#refused.delete(key);
    return true;
  }

  async #recover(pipeline: string): Promise<boolean> {
    const known = await recoveryOutlook(this.#workspace, pipeline);
    const step = known.state.paused === undefined ? recoveryStep(known) : undefined;
    return step !== undefined && (await this.#takeOver(pipeline, step));
  }
}
