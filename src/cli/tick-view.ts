import type { Problem } from '../diagnostic/problem.ts';
import { renderWaits } from '../report/command/tick-text.ts';
import { cleanText } from '../report/text/ansi-width.ts';
import type { Instant } from '../run/document.ts';
import type { Wait } from '../tick/step.ts';
import { isTrouble } from '../workspace/tick/event-text.ts';
import type { TickEvent, TickListener } from '../workspace/tick/tick-event.ts';
import type { CommandContext } from './context.ts';
import type { Terminal } from './terminal.ts';
import { type Telling, tellEvent, tellFailure, tellOver } from './tick-lines.ts';

export interface TickViewOptions {
  readonly json?: true;
  readonly quiet?: true;
}

/** What was told before, by earlier processes too. */
export interface Told {
  meet(problem: Problem, pipeline?: string): Instant | undefined;
  settle(): ReadonlySet<string | undefined>;
}

/** Shows ticks: as lines for people, or each event as a line of JSON. */
export interface TickView {
  /** Before the first event of each tick. */
  readonly begin: (told: Told | undefined) => void;
  readonly listener: TickListener;
  /** Why the checkout does not follow the default branch. */
  readonly stays: (why: string) => void;
  /** What is wrong with the world. Before `begin` it is told in full. */
  readonly failure: (problem: Problem) => void;
  /** True if something went wrong that somebody should look at. */
  readonly hasTrouble: () => boolean;
  /** Tells why the rest waits, and, of a tick that has looked at everything, what is over. */
  readonly finish: (isWhole: boolean) => void;
}

export function createTickView(context: CommandContext, options: TickViewOptions): TickView {
  const view = new View(context, options);
  return {
    begin: (told) => view.begin(told),
    listener: (event) => view.hear(event),
    stays: (why) => view.stay(why),
    failure: (problem) => view.fail(problem),
    hasTrouble: () => view.trouble > 0,
    finish: (isWhole) => view.finish(isWhole),
  };
}

class View {
  readonly #context: CommandContext;
  readonly #json: boolean;
  readonly #telling: Telling;
  readonly #waits = new Map<string, Wait>();
  #waitsTold = '';
  #told: Told | undefined;
  /** Nothing has kept the tick from looking at everything: what it did not meet is over. */
  #isWhole = true;
  #claimed = 0;
  #success = 0;
  trouble = 0;

  constructor(context: CommandContext, { json, quiet }: TickViewOptions) {
    this.#context = context;
    this.#json = json ?? false;
    this.#telling = quiet ? 'news' : 'all';
  }

  begin(told: Told | undefined): void {
    this.#told = told;
    this.#isWhole = true;
  }

  hear(event: TickEvent): void {
    if (event.event === 'claimed' || event.event === 'taking-over') this.#claimed++;
    if (event.event === 'ended' && event.document.state === 'success') this.#success++;
    if (event.event === 'outrun') this.#isWhole = false;
    if (event.event === 'waits') this.#waits.set(event.pipeline, event.why);
    if (isTrouble(event)) this.trouble++;
    const isKind = event.event === 'refused' || event.event === 'broken';
    const since = isKind ? this.#told?.meet(event.problem, event.pipeline) : undefined;
    if (this.#json) jsonLine(this.#context, event, since);
    else tellEvent(this.#context, event, this.#telling, since);
  }

  stay(why: string): void {
    const { terminal } = this.#context;
    const text = `The checkout stays where it is, and runs work in worktrees: ${cleanText(why)}`;
    if (this.#json) printLine(terminal, { event: 'checkout-stays', why });
    else if (this.#telling === 'all') terminal.print(terminal.style.muted(text));
  }

  fail(problem: Problem): void {
    this.#isWhole = false;
    tellFailure(this.#context, problem, this.#telling, this.#told?.meet(problem));
  }

  finish(isWhole: boolean): void {
    const over = isWhole && this.#isWhole ? (this.#told?.settle() ?? new Set()) : new Set<undefined>();
    if (this.#json) this.#finishJson(over);
    else {
      tellOver(this.#context, over);
      if (this.#telling === 'all') this.#tellWaits();
    }
    this.#waits.clear();
  }

  #tellWaits(): void {
    const { terminal } = this.#context;
    const waits = Array.from(this.#waits, ([pipeline, why]) => ({ pipeline, why }));
    const lines = renderWaits(waits, terminal.style);
    if (lines.join('\n') !== this.#waitsTold && lines.length > 0) terminal.print(['Nothing else to do now:', ...lines]);
    this.#waitsTold = lines.join('\n');
  }

  #finishJson(over: ReadonlySet<string | undefined>): void {
    const { terminal, clock } = this.#context;
    for (const pipeline of over)
      printLine(terminal, { event: 'over', ...(pipeline === undefined ? {} : { pipeline }) });
    const at = new Date(clock.now()).toISOString();
    const [runs, success, trouble] = [this.#claimed, this.#success, this.trouble];
    printLine(terminal, { event: 'tick-finished', at, runs, success, trouble });
  }
}

/** JSON for programs, one event a line. */
export function printLine(terminal: Terminal, event: object): void {
  terminal.print([JSON.stringify(event)]);
}

function jsonLine({ terminal }: CommandContext, event: TickEvent, since: Instant | undefined): void {
  switch (event.event) {
    case 'run':
      printLine(terminal, event.progress);
      break;
    case 'ended': {
      const { run, state, interval, generation } = event.document;
      printLine(terminal, { event: 'ended', pipeline: event.pipeline, run, state, interval, generation });
      break;
    }
    case 'refused':
    case 'broken': {
      const { code, message, help } = event.problem;
      printLine(terminal, { event: event.event, pipeline: event.pipeline, code, message, help, since });
      break;
    }
    default:
      printLine(terminal, event);
  }
}
