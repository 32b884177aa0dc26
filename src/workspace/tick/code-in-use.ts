import { Problem } from '../../diagnostic/problem.ts';
import type { OpenWorkspace } from '../open-workspace.ts';
import type { Code } from './code.ts';
import { newestHead } from './head.ts';
import { isRefreshed } from './is-refreshed.ts';
import type { TickListener } from './tick-event.ts';

export interface CodeInUseOptions {
  readonly code: Code;
  /** Gives the code of the default branch once that has moved on; without it this tick takes up nothing more then. */
  readonly renew?: () => Promise<Code>;
  readonly listener: TickListener;
}

/** The pipelines and settings by which a tick goes: those of the default branch, as long as it can follow that. */
export class CodeInUse {
  readonly #workspace: OpenWorkspace;
  readonly #options: CodeInUseOptions;
  #now: Code;
  #isOutrun = false;

  constructor(workspace: OpenWorkspace, options: CodeInUseOptions) {
    this.#workspace = workspace;
    this.#options = options;
    this.#now = options.code;
  }

  get now(): Code {
    return this.#now;
  }

  /** The default branch has moved on without this tick: it starts nothing more, and goes on with what it has begun. */
  get isOutrun(): boolean {
    return this.#isOutrun;
  }

  tellBroken(): void {
    for (const [pipeline, problem] of this.#now.broken) this.#options.listener({ event: 'broken', pipeline, problem });
  }

  /** Follows the default branch if it has moved; true if other code is in use now. */
  async catchUp(): Promise<boolean> {
    if (!(await isRefreshed(this.#workspace))) return false;
    const head = this.#isOutrun ? undefined : await newestHead(this.#workspace);
    if (head === undefined || head === this.#now.commit) return false;
    this.#isOutrun = !(await this.#renew());
    if (this.#isOutrun) this.#options.listener({ event: 'outrun', head });
    return !this.#isOutrun;
  }

  /** Goes on with newer code; false if there is none that this tick could go on with: then the next one says why. */
  async #renew(): Promise<boolean> {
    const { renew, listener } = this.#options;
    try {
      const code = await renew?.();
      if (code === undefined || code.commit === this.#now.commit) return false;
      this.#now = code;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return false;
    }
    const { commit, pipelines } = this.#now;
    listener({ event: 'renewed', commit, pipelines: pipelines.size });
    this.tellBroken();
    return true;
  }
}
