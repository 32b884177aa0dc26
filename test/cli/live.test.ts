import { describe, expect, it } from 'vitest';
import { LiveView } from '../../src/cli/live.ts';
import type { Clock } from '../../src/run/ports.ts';
import type { ProgressEvent } from '../../src/run/progress.ts';
import { begins, fails, finished, prints, run, started, succeeds, waitedInVain } from '../report/progress-events.ts';
import { at } from '../report/run-documents.ts';
import { FakeTerminal } from './fake-terminal.ts';

/** A clock that stands still until it is told to go on. */
class ManualClock implements Clock {
  #now = Date.parse(at(0));
  #timers: { readonly due: number; readonly callback: () => void }[] = [];
  now = (): number => this.#now;
  steady = (): number => this.#now;
  after = (ms: number, callback: () => void): (() => void) => {
    const timer = { due: this.#now + ms, callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  };
  get waiting(): number {
    return this.#timers.length;
  }
  goTo(seconds: number): void {
    this.#now = Date.parse(at(seconds));
    const due = this.#timers.filter((timer) => timer.due <= this.#now);
    this.#timers = this.#timers.filter((timer) => timer.due > this.#now);
    for (const { callback } of due) callback();
  }
}

const chain = started([
  ['extract', [], 4],
  ['load', ['extract'], 4],
  ['publish', ['load'], 1],
]);

function watch(output: 'shown' | 'failed' = 'failed') {
  const terminal = new FakeTerminal();
  const clock = new ManualClock();
  const view = new LiveView(terminal, clock, { output });
  const tell = (...events: readonly ProgressEvent[]) => {
    for (const event of events) view.handle(event);
  };
  return { terminal, clock, view, tell };
}

describe('the live view', () => {
  it('draws over the last frame, and leaves one behind at the end', async () => {
    const { terminal, clock, tell } = watch();
    tell(chain, begins('extract', 0));
    clock.goTo(1);
    const during = terminal.text;
    tell(succeeds('extract', 0, 4), begins('load', 4), prints('load', 'no table'));
    clock.goTo(5);
    tell({ event: 'notice', at: at(5), run, message: 'the disk is nearly full' });
    tell(fails('load', 4, 6), waitedInVain('publish', 6, 'load'), finished(6, 'failed'));
    await expect(`${during}\n---\n${terminal.text}\n`).toMatchFileSnapshot('golden/live.txt');
  });

  it('hides the cursor meanwhile only, also when the process ends suddenly', () => {
    const { terminal, clock, tell } = watch();
    tell(chain);
    expect(terminal.cursorShown).toBe(false);
    terminal.holder?.release();
    expect(terminal.cursorShown).toBe(true);
    terminal.holder?.redraw();
    expect(terminal.cursorShown).toBe(false);
    tell(finished(1, 'success'));
    expect(terminal.cursorShown).toBe(true);
    expect(terminal.holder).toBeUndefined();
    expect(clock.waiting).toBe(0);
  });

  it('lets go of the terminal when it is closed before the run ends', () => {
    const { terminal, clock, view, tell } = watch();
    tell(chain, begins('extract', 0));
    view.close();
    expect([terminal.cursorShown, clock.waiting]).toEqual([true, 0]);
  });

  it('shows the output of tasks that succeed only if it is asked to', () => {
    const [quiet, loud] = [watch('failed'), watch('shown')];
    for (const { tell } of [quiet, loud]) tell(chain, begins('extract', 0), prints('extract', '42 rows'));
    for (const { tell } of [quiet, loud]) tell(succeeds('extract', 0, 1), finished(1, 'success'));
    expect(quiet.terminal.text).not.toContain('42 rows');
    expect(loud.terminal.text).toContain('extract | 42 rows');
  });
});
