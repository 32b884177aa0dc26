import { liveClock } from '../../../src/process/clock.ts';
import type { TickEnded, TickProcess } from '../../support/tick-process.ts';
import { familyOf } from './process-family.ts';

const clock = liveClock();

/** A tick of a clone, and how it ended. */
export interface ToldTick {
  readonly lane: string;
  readonly pid: number;
  readonly what: string;
  readonly from: number;
  readonly to: number;
  readonly ended: TickEnded;
}

interface Line {
  readonly at: number;
  readonly text: string;
}

/** All that happened, for who has to understand it. Nothing in it is waited for without end. */
export class ChaosStory {
  readonly ticks: ToldTick[] = [];
  readonly #begun = clock.steady();
  readonly #lines: Line[] = [];
  #isOver = false;
  #end: () => void = () => {};
  /** Settles once something has gone wrong that ends it all. */
  readonly #over = new Promise<void>((resolve) => {
    this.#end = resolve;
  });

  /** Milliseconds since its beginning. */
  get now(): number {
    return Math.round(clock.steady() - this.#begun);
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Whoever plays on stops. */
  end(): void {
    this.#isOver = true;
    this.#end();
  }

  note(text: string): void {
    this.#lines.push({ at: this.now, text });
  }

  /** Over sooner if the story is. */
  async pause(ms: number): Promise<void> {
    if (ms <= 0 || this.#isOver) return;
    let cancel = () => {};
    const passed = new Promise<void>((resolve) => {
      cancel = clock.after(ms, resolve);
    });
    await Promise.race([passed, this.#over]);
    cancel();
  }

  /**
   * Waits for the end of a tick that has been told to end, or will by itself, and keeps it. However slow the machine is, it
   * tells something now and then; one that is silent for so long is stuck, and what is known of it is told.
   */
  async tick(lane: string, what: string, tick: TickProcess, from: number, silentMs: number): Promise<TickEnded> {
    const { pid, ended, said } = tick;
    for (let before = -1; before !== said().length; ) {
      before = said().length;
      const answer = await this.#orAfter(silentMs, ended);
      if (answer === undefined) continue;
      this.ticks.push({ lane, pid, what, from, to: this.now, ended: answer });
      return answer;
    }
    const lines = [familyOf(pid), ...said().split('\n').slice(-20)];
    const text = `tick ${pid} in ${lane} (${what}, from ${from}) has been silent for ${silentMs / 1000} s:\n${lines.join('\n')}`;
    this.note(text);
    throw new Error(text);
  }

  async #orAfter<T>(ms: number, coming: Promise<T>): Promise<T | undefined> {
    let cancel = () => {};
    const after = new Promise<undefined>((resolve) => {
      cancel = clock.after(ms, () => resolve(undefined));
    });
    try {
      return await Promise.race([coming, after]);
    } finally {
      cancel();
    }
  }

  /** In the order in which it happened; a tick stands where it ended. */
  told(): string {
    const ticks = this.ticks.map(({ to, from, lane, pid, what, ended }) => ({
      at: to,
      text: `${lane} ${what}, tick ${pid} from ${from}, exit ${ended.code} ${ended.stderr}${brief(ended.stdout)}`,
    }));
    const all = [...this.#lines, ...ticks].sort((a, b) => a.at - b.at);
    return all.map(({ at, text }) => `${at} ${text}`).join('\n');
  }
}

function brief(stdout: string): string {
  const wanted = /"event":"(claimed|noted|taking-over|refused|ended|outrun|lost-race|notice)"/;
  const lines = stdout.split('\n').filter((line) => wanted.test(line));
  return lines.map((line) => `\n    ${line.slice(0, 260)}`).join('');
}

interface Told {
  readonly event: string;
  readonly run?: string;
  readonly message?: string;
}

/** What a tick told, one event a line; a kill may have cut the last one short. */
export function eventsOf({ ended: { stdout } }: Pick<ToldTick, 'ended'>): readonly Told[] {
  const lines = stdout.slice(0, stdout.lastIndexOf('\n') + 1).split('\n');
  return lines.filter(Boolean).map((line) => JSON.parse(line) as Told);
}
