import { Problem } from '../../diagnostic/problem.ts';
import { isHandOver } from '../../run/handed-over.ts';
import type { PipelineState, StateView } from '../../run/ports.ts';
import { CaughtUp } from '../../tick/caught-up.ts';
import { recoverAgain } from '../../tick/decide-again.ts';
import { nextStep, recoveryStep } from '../../tick/next-step.ts';
import type { Outlook, Recovery, Start } from '../../tick/step.ts';
import { storeEnded, sweepDaily } from '../housekeeping.ts';
import type { RunnablePipeline } from '../load-pipelines.ts';
import type { OpenWorkspace } from '../open-workspace.ts';
import type { HowToRun } from '../run-request.ts';
import { now } from '../workspace.ts';
import { LostRace } from './claim-start.ts';
import type { Code } from './code.ts';
import { newestHead } from './head.ts';
import { isRefreshed } from './is-refreshed.ts';
import { defaultLane } from './lanes.ts';
import { decideStored, outlookOf, recoveryOutlook } from './outlook.ts';
import { startRun } from './start-run.ts';
import { giveUp, takeOver } from './take-over.ts';
import { tellWaits } from './tell-waits.ts';
import type { TickListener } from './tick-event.ts';
import { TickRuns } from './tick-runs.ts';
import { Waiting } from './waiting.ts';
import { writeNote } from './write-note.ts';

export interface TickOptions {
  readonly code: Code;
  readonly how: HowToRun;
  /** Only pipelines of this lane; what has no file any more belongs to the default one. */
  readonly lane?: string;
  /** How long to wait for what falls due soon, in milliseconds; not at all by default. */
  readonly leadMs?: number;
  readonly listener: TickListener;
  /** Gives the code of the default branch once that has moved on; without it this tick takes up nothing more then. */
  readonly renew?: () => Promise<Code>;
  /** Called once with the function that interrupts all runs: gently, or by force. */
  readonly interrupts?: (interrupt: (force: boolean) => void) => void;
}

/** One wake-up: claims what is due, works it off, takes up what falls due meanwhile, and says why not the rest. */
export class Tick {
  readonly #workspace: OpenWorkspace;
  readonly #options: Omit<TickOptions, 'code'>;
  #code: Code;
  readonly #runs: TickRuns;
  /** Pipelines for which something is being written or claimed now. */
  readonly #busy = new Set<string>();
  /** Pipelines that have state and no file that could run, when last looked at. */
  #withoutFile: readonly string[] = [];
  /** What cannot start here, or has broken off, so that it is told once and not tried over and over: the next tick may. */
  readonly #refused = new Set<string>();
  readonly #caughtUp: CaughtUp;
  readonly #waiting: Waiting;
  readonly #wokenAt: string;
  #isOutrun = false;
  /** Something had to wait for room. */
  #isPutOff = false;

  constructor(workspace: OpenWorkspace, options: TickOptions) {
    this.#workspace = workspace;
    const { code, ...others } = options;
    this.#options = others;
    this.#code = code;
    const { listener } = options;
    this.#runs = new TickRuns(code.settings.maxParallelRuns, (event) => {
      // An interrupted tick does not look again, and what it saw is not true any more.
      if (event.event === 'ended') {
        this.#waiting.forget(event.pipeline);
        // What this tick has handed over, it has no time for.
        if (!isHandOver(event.document.cancelled)) this.#refused.delete(keyOf(event.pipeline, event.document.run));
      }
      listener(event);
    });
    this.#wokenAt = now(workspace);
    this.#caughtUp = new CaughtUp(this.#wokenAt);
    this.#waiting = new Waiting(workspace.clock, Math.min(options.leadMs ?? 0, this.#leftMs()));
  }

  /** Ends when nothing runs and nothing is due. What goes wrong with one pipeline is told, and stops no other. */
  async run(): Promise<void> {
    const { listener, interrupts } = this.#options;
    const { commit, pipelines, broken } = this.#code;
    interrupts?.((force) => this.#runs.interrupt(force));
    this.#workspace.lease.listen({ ending: () => this.#runs.interrupt(false), lost: () => this.#runs.interrupt(true) });
    listener({ event: 'tick-started', at: now(this.#workspace), commit, pipelines: pipelines.size });
    for (const [pipeline, problem] of broken) listener({ event: 'broken', pipeline, problem });
    await storeEnded(this.#workspace);
    try {
      await this.#lookAtAll();
      while (!this.#runs.areOver || this.#runs.hasNews || this.#isAwaiting()) await this.#untilNews();
    } finally {
      // Whoever is done gives the lease back, also if it is because of a bug: nothing may go on without it.
      await this.#runs.end();
    }
    this.#runs.demandSound();
    tellWaits(listener, this.#code, this.#waiting, this.#withoutFile);
    await sweepDaily(this.#workspace);
  }

  /** Everything that can be claimed now is claimed at once, so that it leaves with one push. */
  async #lookAtAll(): Promise<void> {
    do {
      this.#isPutOff = false;
      await this.#lookOnce();
      // What was put off for the sake of others that then could not start has its turn now: no run will end and call for it.
    } while (this.#isPutOff && this.#runs.areOver && !this.#runs.isInterrupted);
  }

  async #lookOnce(): Promise<void> {
    const { lane } = this.#options;
    const code = this.#code;
    const { state, environment } = this.#workspace;
    const isCaretaker = lane === undefined || lane === defaultLane;
    this.#withoutFile = isCaretaker ? await state.pipelines(environment, code.pipelines.keys()) : [];
    const mine = [...code.pipelines].filter(([, { pipeline }]) => lane === undefined || pipeline.lane === lane);
    await Promise.all([
      ...this.#withoutFile.map((id) => this.#advance(id, () => this.#recover(id))),
      ...mine.map(([id, loaded]) => this.#advance(id, () => this.#takeStep(loaded))),
    ]);
  }

  /** Waits until a run has ended or it is time to look again. */
  async #untilNews(): Promise<void> {
    let isTime = false;
    let cancel = () => {};
    await this.#runs.news((stop) => {
      cancel = this.#workspace.clock.after(this.#waiting.lookAgainIn(), () => {
        isTime = true;
        stop();
      });
    });
    cancel();
    if (isTime) await this.#catchUp();
    await this.#lookAtAll();
  }

  #isAwaiting(): boolean {
    return !this.#runs.isInterrupted && this.#leftMs() > 0 && this.#waiting.isWorthWaiting;
  }

  /** Milliseconds until its job has to end. */
  #leftMs(): number {
    const { time } = this.#options.how;
    if (time === undefined) return Number.POSITIVE_INFINITY;
    return Math.max(0, Date.parse(time.endsAt) - this.#workspace.clock.now());
  }

  async #catchUp(): Promise<void> {
    if (!(await isRefreshed(this.#workspace))) return;
    const head = this.#isOutrun ? undefined : await newestHead(this.#workspace);
    if (head === undefined || head === this.#code.commit) return;
    this.#isOutrun = !(await this.#renew());
    if (this.#isOutrun) this.#options.listener({ event: 'outrun', head });
  }

  /** Goes on with newer code; false if there is none that this tick could go on with: then the next one says why. */
  async #renew(): Promise<boolean> {
    const { renew, listener } = this.#options;
    try {
      const code = await renew?.();
      if (code === undefined || code.commit === this.#code.commit) return false;
      this.#code = code;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return false;
    }
    const { commit, pipelines, broken } = this.#code;
    this.#waiting.clear();
    listener({ event: 'renewed', commit, pipelines: pipelines.size });
    for (const [pipeline, problem] of broken) listener({ event: 'broken', pipeline, problem });
    return true;
  }

  /** Does for a pipeline whatever is to be done, until `step` says that there is nothing more. */
  async #advance(pipeline: string, step: () => Promise<boolean>): Promise<void> {
    if (this.#busy.has(pipeline)) return;
    this.#busy.add(pipeline);
    try {
      while (!this.#runs.isInterrupted && (await step()));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.#options.listener({ event: 'refused', pipeline, problem: error });
    } finally {
      this.#busy.delete(pipeline);
    }
  }

  /** False once there is nothing to do for the pipeline now. */
  async #takeStep(loaded: RunnablePipeline): Promise<boolean> {
    const { id } = loaded.pipeline;
    const outlook = await this.#outlook(loaded);
    const step = nextStep(outlook);
    // Only as long as that is all: a run that cannot go on here must not keep the tick awake.
    this.#waiting.forget(id);
    switch (step.kind) {
      case 'wait':
        this.#waiting.set(id, step.why);
        return false;
      case 'note':
        if (!this.#isOutrun && (await writeNote(this.#workspace, outlook, step.note))) {
          this.#options.listener({ event: 'noted', pipeline: id, note: step.note });
        }
        return !this.#isOutrun;
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
    if (this.#isOutrun || !this.#caughtUp.allows(pipeline, start)) return false;
    const hasRoom = this.#runs.hasRoomFor(start.cause);
    if (!hasRoom) this.#isPutOff = true;
    return hasRoom;
  }

  #outlook({ pipeline }: RunnablePipeline): Promise<Outlook> {
    return outlookOf(this.#workspace, pipeline, this.#code, this.#options.how.time);
  }

  async #start(loaded: RunnablePipeline, outlook: Outlook, start: Start): Promise<boolean> {
    const { listener, how } = this.#options;
    const code = this.#code;
    const { id } = loaded.pipeline;
    const decide = (view: StateView) => decideStored(outlook, view);
    return this.#attempt(`${id} ${JSON.stringify(start)}`, async () => {
      await this.#runs
        .launch(id, (claimed, audience) => {
          const tell = (run: string) =>
            claimed(() => {
              this.#caughtUp.count(id, start);
              this.#refused.add(keyOf(id, run));
              listener({ event: 'claimed', pipeline: id, run, start });
            });
          return startRun(
            this.#workspace,
            { how, commit: code.commit, loaded, start, wokenAt: this.#wokenAt, decide, claimed: tell },
            audience,
          );
        })
        .catch((error: unknown) => {
          if (!(error instanceof LostRace)) throw error;
          listener({ event: 'lost-race', pipeline: id, start });
        });
    });
  }

  async #takeOver(pipeline: string, recovery: Recovery): Promise<boolean> {
    const { listener, how } = this.#options;
    const key = keyOf(pipeline, recovery.run);
    if (this.#refused.has(key) || this.#leftMs() === 0) return false;
    this.#refused.add(key);
    const looked = await recoveryOutlook(this.#workspace, pipeline);
    const decide = (state: PipelineState) => recoverAgain(looked, state);
    const request = { how, pipeline, recovery, decide };
    await this.#runs
      .launch(pipeline, (claimed, audience) => {
        const tell = () => listener({ event: 'taking-over', pipeline, ...recovery });
        if (recovery.kind === 'give-up') return giveUp(this.#workspace, request, () => claimed(tell));
        return takeOver(this.#workspace, { ...request, claimed: () => claimed(tell) }, audience);
      })
      .catch((error: unknown) => {
        if (!(error instanceof LostRace)) throw error;
        this.#refused.delete(key);
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

  /** What is left to do for a pipeline without a file that could run: its lost runs are still somebody's. */
  async #recover(pipeline: string): Promise<boolean> {
    const known = await recoveryOutlook(this.#workspace, pipeline);
    const step = known.state.paused === undefined ? recoveryStep(known) : undefined;
    return step !== undefined && (await this.#takeOver(pipeline, step));
  }
}

function keyOf(pipeline: string, run: string): string {
  return `${pipeline} ${run}`;
}
