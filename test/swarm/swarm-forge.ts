import type { openForge } from '../../src/action/open-forge.ts';
import type { Ensured, Forge } from '../../src/report/forge/forge.ts';
import type { Post } from '../../src/workspace/tell/post-webhook.ts';
import { MemoryForge } from '../support/github-memory-forge.ts';
import { writers } from './comments.ts';
import type { Faults } from './faults.ts';
import { type CommandPlace, commandVerbs } from './forge-commands.ts';
import type { SimulatedProcess } from './process.ts';
import { isCutOff } from './stand-ins/git-remote.ts';

type Away = Extract<Ensured, { kind: 'unreachable' }>;

const away: Away = { kind: 'unreachable', why: 'it gave no answer' };
const throttled: Away = { kind: 'unreachable', why: 'it wants to be left alone', retryAfterMs: 120_000 };
const answering = { least: 100, most: 1_500 };

/** A forge that fails, throttles, and does what it is asked without saying so. */
export class SwarmForge {
  readonly kept = new MemoryForge({ writers });
  /** Keys of messages that went out. */
  readonly messages: string[] = [];
  /** Where people write comments: who answers them. */
  commands: Omit<CommandPlace, 'kept' | 'process'> | undefined;
  readonly #faults: Faults;
  readonly #wakeUp: () => void;

  /** @param wakeUp Starts a job: somebody has asked for one. */
  constructor(faults: Faults, wakeUp: () => void) {
    this.#faults = faults;
    this.#wakeUp = wakeUp;
  }

  asReachedBy(process: SimulatedProcess): NonNullable<ReturnType<typeof openForge>> {
    const ask = <T>(work: () => Promise<T>, what: string) => this.#ask(process, work, what);
    const forge: Forge = {
      ensureCheck: (wish) => ask(() => this.kept.ensureCheck(wish), `check ${wish.key}`),
      ensureIssue: (wish) => ask(() => this.kept.ensureIssue(wish), `issue ${wish.key}`),
      ensureComment: (wish) => ask(() => this.kept.ensureComment(wish), `comment ${wish.key}`),
      labelsOf: async (issue) => {
        const answer = await ask(() => this.kept.labelsOf(issue), `labels of ${issue}`);
        if (answer.kind === 'known') this.commands?.witness.labelled(process.name, issue, answer.labels);
        return answer;
      },
    };
    const others = {
      pullOf: () => Promise.resolve({ kind: 'known' }),
      dispatch: () =>
        ask(async () => {
          this.#wakeUp();
          return { kind: 'done' };
        }, 'the next wake-up'),
    };
    const by = { kept: this.kept, process: process.name };
    const commands = this.commands === undefined ? {} : commandVerbs(ask, { ...this.commands, ...by });
    // Pull requests are reviewed elsewhere.
    return { ...forge, ...others, ...commands } as unknown as NonNullable<ReturnType<typeof openForge>>;
  }

  /** What is there, as a process hears of it that asks by no verb. */
  asked<T>(process: SimulatedProcess, what: string, work: () => T): Promise<T | Away> {
    return this.#ask(process, async () => work(), what);
  }

  readonly post: Post = async (_, __, key) => {
    if (this.#faults.happens('forge-away', key)) return away;
    this.messages.push(key);
    return this.#faults.happens('forge-answer-lost', key) ? away : 'sent';
  };

  async #ask<T>(process: SimulatedProcess, work: () => Promise<T>, what: string): Promise<T | Away> {
    await process.wait(answering);
    if (process.dies(`it asks for ${what}`)) return new Promise(() => {});
    const about = `${process.name} ${what}`;
    if (isCutOff(process) || this.#faults.happens('forge-away', about)) return away;
    if (this.#faults.happens('forge-throttles', about)) return throttled;
    const answer = await work();
    await process.wait(answering);
    if (process.dies(`it hears of ${what}`)) return new Promise(() => {});
    return isCutOff(process) || this.#faults.happens('forge-answer-lost', about) ? away : answer;
  }
}
