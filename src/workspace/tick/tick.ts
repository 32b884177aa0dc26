import type { OpenWorkspace } from '../open-workspace.ts';
import { storeEnded, sweepDaily } from '../run/housekeeping.ts';
import type { HowToRun } from '../run/run-request.ts';
import { now } from '../workspace.ts';
import type { Code } from './code.ts';
import { CodeInUse } from './code-in-use.ts';
import { defaultLane } from './lanes.ts';
import { PipelineSteps } from './pipeline-steps.ts';
import { tellWaits } from './tell-waits.ts';
import type { TickListener } from './tick-event.ts';
import { TickRuns } from './tick-runs.ts';
import { Waiting } from './waiting.ts';

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
  readonly #code: CodeInUse;
  readonly #runs: TickRuns;
  readonly #steps: PipelineSteps;
  readonly #waiting: Waiting;
  /** Pipelines that have state and no file that could run, when last looked at. */
  #withoutFile: readonly string[] = [];

  constructor(workspace: OpenWorkspace, options: TickOptions) {
    this.#workspace = workspace;
    const { code, ...others } = options;
    this.#options = others;
    const { listener, renew, how } = options;
    this.#code = new CodeInUse(workspace, { code, listener, ...(renew === undefined ? {} : { renew }) });
    this.#runs = new TickRuns(code.settings.maxParallelRuns, (event) => {
      // An interrupted tick does not look again, and what it saw is not true any more.
      if (event.event === 'ended') {
        this.#waiting.forget(event.pipeline);
        this.#steps.ended(event);
      }
      listener(event);
    });
    this.#waiting = new Waiting(workspace.clock, Math.min(options.leadMs ?? 0, this.#leftMs()));
    const [runs, waiting, leftMs] = [this.#runs, this.#waiting, () => this.#leftMs()];
    this.#steps = new PipelineSteps(workspace, { how, code: this.#code, runs, waiting, listener, leftMs });
  }

  /** Ends when nothing runs and nothing is due. What goes wrong with one pipeline is told, and stops no other. */
  async run(): Promise<void> {
    const { listener, interrupts } = this.#options;
    const { commit, pipelines } = this.#code.now;
    interrupts?.((force) => this.#runs.interrupt(force));
    this.#workspace.lease.listen({ ending: () => this.#runs.interrupt(false), lost: () => this.#runs.interrupt(true) });
    listener({ event: 'tick-started', at: now(this.#workspace), commit, pipelines: pipelines.size });
    this.#code.tellBroken();
    await storeEnded(this.#workspace);
    try {
      await this.#lookAtAll();
      while (!this.#runs.areOver || this.#runs.hasNews || this.#isAwaiting()) await this.#untilNews();
    } finally {
      // Whoever is done gives the lease back, also if it is because of a bug: nothing may go on without it.
      await this.#runs.end();
    }
    this.#runs.demandSound();
    tellWaits(listener, this.#code.now, this.#waiting, this.#withoutFile);
    await sweepDaily(this.#workspace);
  }

  /** Everything that can be claimed now is claimed at once, so that it leaves with one push. */
  async #lookAtAll(): Promise<void> {
    do await this.#lookOnce();
    while (this.#steps.wasPutOff() && this.#runs.areOver && !this.#runs.isInterrupted);
  }

  async #lookOnce(): Promise<void> {
    const { lane } = this.#options;
    const { pipelines } = this.#code.now;
    const { state, environment } = this.#workspace;
    const isCaretaker = lane === undefined || lane === defaultLane;
    this.#withoutFile = isCaretaker ? await state.pipelines(environment, pipelines.keys()) : [];
    const mine = [...pipelines.values()].filter(({ pipeline }) => lane === undefined || pipeline.lane === lane);
    await Promise.all([
      ...this.#withoutFile.map((id) => this.#steps.recover(id)),
      ...mine.map((loaded) => this.#steps.take(loaded)),
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
    if (isTime && (await this.#code.catchUp())) this.#waiting.clear();
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
}
