import {
  type BackfillEnd,
  renderBackfillEnd,
  renderBackfilledRun,
  renderBackfillHead,
  renderInterrupted,
} from '../report/command/backfill-text.ts';
import { PlainProgress } from '../report/progress/progress-plain.ts';
import { renderRunEnd } from '../report/run/run-end.ts';
import type { RunDocument } from '../run/document.ts';
import type { ProgressEvent } from '../run/progress.ts';
import type { InterruptedInterval } from '../workspace/backfill/backfill-interrupted.ts';
import type { PreparedBackfill } from '../workspace/backfill/prepare-backfill.ts';
import { BatchedPrinter } from './batched-printer.ts';
import type { CommandContext } from './context.ts';
import type { RunViewOptions } from './run-view.ts';

/** Shows a backfill while it is worked off: many runs, some at once, so one line for each, and more where one failed. */
export interface BackfillView {
  begins(prepared: PreparedBackfill): void;
  afresh(interrupted: InterruptedInterval): void;
  progress(event: ProgressEvent): void;
  ended(document: RunDocument): void;
  /** All is over. */
  over(end: BackfillEnd): void;
  /** Prints what is still to be printed. */
  close(): void;
}

/** JSON lines: the events of all runs, then `backfill-finished`. */
export function jsonBackfillView({ terminal, clock }: CommandContext): BackfillView {
  const printer = new BatchedPrinter(terminal, clock);
  const print = (value: object): void => printer.print([JSON.stringify(value)]);
  return {
    begins: (prepared) => print({ event: 'backfill-started', ...summaryOf(prepared) }),
    afresh: ({ afresh: why, ...which }) => print({ event: 'backfill-afresh', ...which, why }),
    progress: print,
    ended: () => undefined,
    over: ({ runs, left, interrupted }) => {
      const ended = runs.map(({ run, state, interval, generation }) => ({ run, state, interval, generation }));
      print({ event: 'backfill-finished', runs: ended, left, interrupted });
    },
    close: () => printer.flush(),
  };
}

/** Lines of text. `verbose`: the lines of each run too. */
export function textBackfillView({ terminal, clock }: CommandContext, options: RunViewOptions): BackfillView {
  const { style } = terminal;
  const printer = new BatchedPrinter(terminal, clock);
  const verbose = new Map<string, PlainProgress>();
  const look = { style, width: terminal.columns() };
  let [count, all] = [0, 0];
  const lines = (event: ProgressEvent): readonly string[] => {
    const plain = verbose.get(event.run) ?? new PlainProgress({ style, output: 'shown' });
    verbose.set(event.run, plain);
    return plain.lines(event);
  };
  return {
    begins: (prepared) => {
      all = prepared.plan.todo.length;
      const shown = shownOf(prepared);
      const lines = [...renderBackfillHead(shown, look), ...renderInterrupted(shown.interrupted, look), ''];
      if (!options.quiet) printer.print(lines);
    },
    afresh: (interrupted) => {
      if (!options.quiet) printer.print(renderInterrupted([interrupted], look));
    },
    progress: (event) => {
      if (options.verbose) printer.print(lines(event));
    },
    ended: (document) => {
      count += 1;
      verbose.delete(document.run);
      const failed = document.state === 'failed' ? ['', ...renderRunEnd(document, look), ''] : [];
      if (!options.quiet) printer.print([renderBackfilledRun(document, `${count} of ${all}`, style), ...failed]);
    },
    over: (end) => printer.print([...(options.quiet || all === 0 ? [] : ['']), ...renderBackfillEnd(end, look)]),
    close: () => printer.flush(),
  };
}

/** What the report needs of a backfill. */
export function shownOf({ asked, plan, cost, interrupted }: PreparedBackfill) {
  return { ...asked, plan, cost, interrupted };
}

/** A backfill as JSON. */
export function summaryOf({ asked, span, plan, cost, interrupted }: PreparedBackfill): object {
  const { todo, done, going, ahead, generation } = plan;
  return { ...asked, span, generation, todo, interrupted, going, done, ahead, expected: cost };
}
