import { outputLine, PlainProgress } from '../report/progress/progress-plain.ts';
import { ProgressState } from '../report/progress/progress-state.ts';
import { ProgressTree } from '../report/progress/progress-tree.ts';
import { outcomeText, taskMark } from '../report/run/run-words.ts';
import { displayWidth } from '../report/text/ansi-width.ts';
import type { Clock } from '../run/ports.ts';
import type { ProgressEvent } from '../run/progress.ts';
import type { Terminal } from './terminal.ts';

const hideCursor = '\u001b[?25l';
const showCursor = '\u001b[?25h';
const beginFrame = '\u001b[?2026h';
const endFrame = '\u001b[?2026l';
const eraseDown = '\u001b[J';

/** At most ten frames a second, fewer where drawing one takes long. */
const frameMs = 100;
const idleShare = 20;
/** Lines of a task's output that are kept, and shown if it fails. */
const keptLines = 20;

export interface LiveOptions {
  /** `shown`: all output, above the tree. `failed`: only of tasks that fail, once they have. */
  readonly output: 'shown' | 'failed';
}

/** Draws a run's tree over and over at the bottom of the terminal; what is to stay scrolls away above it. */
export class LiveView {
  readonly #terminal: Terminal;
  readonly #clock: Clock;
  readonly #output: LiveOptions['output'];
  readonly #plain: PlainProgress;
  readonly #progress = new ProgressState();
  readonly #tails = new Map<string, string[]>();
  #tree: ProgressTree | undefined;
  #drawn: readonly number[] = [];
  #above: string[] = [];
  #cancelTimer: (() => void) | undefined;
  #letGo: (() => void) | undefined;

  constructor(terminal: Terminal, clock: Clock, options: LiveOptions) {
    this.#terminal = terminal;
    this.#clock = clock;
    this.#output = options.output;
    this.#plain = new PlainProgress({ style: terminal.style, output: options.output === 'shown' ? 'shown' : 'hidden' });
  }

  handle(event: ProgressEvent): void {
    this.#progress.apply(event);
    if (event.event === 'run-started') this.#start(event);
    else if (event.event === 'notice') this.#above.push(...this.#plain.lines(event));
    else if (event.event === 'task-output') this.#keepOutput(event);
    else if (event.event === 'task-started') this.#tails.delete(event.task);
    else if (event.event === 'task-finished') this.#finishTask(event);
    else if (event.event === 'run-finished') this.#finish();
  }

  /** Draws a last time and gives the terminal back; also after a failure of Segue itself. */
  close(): void {
    if (this.#letGo !== undefined) this.#finish();
  }

  #start(event: ProgressEvent & { event: 'run-started' }): void {
    this.#tree = new ProgressTree(event, this.#terminal.style);
    this.#above.push(...this.#plain.lines(event));
    this.#letGo = this.#terminal.holdScreen({
      release: () => this.#terminal.draw(showCursor),
      redraw: () => {
        this.#terminal.draw(hideCursor);
        this.#draw();
      },
    });
    this.#terminal.draw(hideCursor);
    this.#tick();
  }

  #tick(): void {
    const before = this.#clock.now();
    this.#draw();
    const cost = this.#clock.now() - before;
    this.#cancelTimer = this.#clock.after(Math.max(frameMs, cost * idleShare), () => this.#tick());
  }

  #draw(): void {
    const screen = { columns: this.#terminal.columns(), rows: this.#terminal.rows() };
    const frame = this.#tree?.frame(this.#progress, this.#clock.now(), screen) ?? [];
    const text = [...this.#above, ...frame].map((line) => `${line}\n`).join('');
    this.#terminal.draw(`${beginFrame}${this.#erase(screen.columns)}${text}${endFrame}`);
    this.#above = [];
    this.#drawn = frame.map(displayWidth);
  }

  /** Back to the first row of the last frame. If the terminal has become narrower since, its lines now take more rows. */
  #erase(columns: number): string {
    const rows = this.#drawn.reduce((sum, width) => sum + Math.max(1, Math.ceil(width / columns)), 0);
    return rows === 0 ? '' : `\r\u001b[${rows}A${eraseDown}`;
  }

  #keepOutput(event: ProgressEvent & { event: 'task-output' }): void {
    if (this.#output === 'shown') {
      this.#above.push(...this.#plain.lines(event));
      return;
    }
    const tail = this.#tails.get(event.task) ?? [];
    tail.push(event.line);
    if (tail.length > keptLines) tail.shift();
    this.#tails.set(event.task, tail);
  }

  #finishTask(event: ProgressEvent & { event: 'task-finished' }): void {
    const tail = this.#tails.get(event.task) ?? [];
    this.#tails.delete(event.task);
    if (event.state !== 'failed' || tail.length === 0) return;
    const { style } = this.#terminal;
    const how = event.outcome === undefined ? '' : `, ${outcomeText(event.outcome)}`;
    const mark = taskMark(event.state, style, event.tolerated);
    const may = event.tolerated ? ', tolerated' : '';
    this.#above.push(`${mark} ${style.strong(event.task)}${how}${may}; it printed last:`);
    this.#above.push(...tail.map((line) => outputLine(event.task, line, 0, style)));
  }

  #finish(): void {
    this.#cancelTimer?.();
    this.#draw();
    this.#drawn = [];
    this.#letGo?.();
    this.#letGo = undefined;
    this.#terminal.draw(showCursor);
  }
}
