import { PlainProgress } from '../report/progress/progress-plain.ts';
import { parentOf } from '../report/progress/progress-state.ts';
import type { TaskNeeds } from '../report/run/run-artifacts.ts';
import { renderRunEnd } from '../report/run/run-end.ts';
import type { RunDocument } from '../run/document.ts';
import type { ProgressEvent, ProgressListener } from '../run/progress.ts';
import { BatchedPrinter } from './batched-printer.ts';
import type { CommandContext } from './context.ts';
import { LiveView } from './live.ts';

/** How a run is shown: options of every command that runs tasks. */
export interface RunViewOptions {
  readonly json?: true;
  readonly verbose?: true;
  readonly quiet?: true;
}

/** Where a run's files lie, as a person would type it. */
export interface RunPlaces {
  /** Absent if its tasks have printed nothing. */
  readonly logs?: string;
  readonly pathTo: (path: string) => string;
}

/** Shows one run: its events as they come, then how it ended. */
export interface RunView {
  readonly progress: ProgressListener;
  /** The run is over, and its document is stored. */
  ended(document: RunDocument, places: RunPlaces): void;
  /** Gives the terminal back where there is no document, because Segue could not go on. */
  close(): void;
}

/** The view that fits the options and the terminal: JSON lines, a live tree, or plain lines. */
export function createRunView(context: CommandContext, options: RunViewOptions): RunView {
  if (options.json) return jsonView(context);
  const { terminal, clock } = context;
  if (options.quiet) return textView(context, undefined);
  if (terminal.interactive) {
    return textView(context, new LiveView(terminal, clock, { output: options.verbose ? 'shown' : 'failed' }));
  }
  const plain = new PlainProgress({ style: terminal.style, output: 'shown' });
  const printer = new BatchedPrinter(terminal, clock);
  return textView(context, { handle: (event) => printer.print(plain.lines(event)), close: () => printer.flush() });
}

/** One event a line. What is told after the end of the tasks still comes before `run-finished`, which is the last line. */
function jsonView({ terminal, clock }: CommandContext): RunView {
  const printer = new BatchedPrinter(terminal, clock);
  let last: ProgressEvent | undefined;
  const print = (event: ProgressEvent): void => printer.print([JSON.stringify(event)]);
  const printLast = (): void => {
    if (last !== undefined) print(last);
    last = undefined;
  };
  return {
    progress: (event) => {
      if (event.event === 'run-finished') last = event;
      else print(event);
    },
    ended: printLast,
    close: () => printer.flush(),
  };
}

interface Drawn {
  handle(event: ProgressEvent): void;
  close(): void;
}

/** Nothing is drawn before the end if nothing draws. */
function textView({ terminal }: CommandContext, drawn: Drawn | undefined): RunView {
  let needs: TaskNeeds = [];
  return {
    progress: (event) => {
      if (event.event === 'run-started') needs = event.tasks.filter(({ task }) => parentOf(task) === undefined);
      drawn?.handle(event);
    },
    ended: (document, places) => {
      drawn?.close();
      const options = { style: terminal.style, width: terminal.columns(), needs, ...places };
      terminal.print([...(drawn === undefined ? [] : ['']), ...renderRunEnd(document, options)]);
    },
    close: () => drawn?.close(),
  };
}
