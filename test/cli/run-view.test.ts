import { describe, expect, it } from 'vitest';
import type { CommandContext } from '../../src/cli/context.ts';
import { createRunView, type RunViewOptions } from '../../src/cli/run-view.ts';
import type { ProgressEvent } from '../../src/run/progress.ts';
import { begins, finished, prints, run as runId, started, succeeds } from '../report/progress-events.ts';
import { at, run, succeeded } from '../report/run-documents.ts';
import { FakeTerminal } from './fake-terminal.ts';
import { RecordingTerminal } from './recording-terminal.ts';

const events: readonly ProgressEvent[] = [
  started([['extract', []]]),
  begins('extract', 0),
  prints('extract', '42 rows'),
  succeeds('extract', 0, 1),
  finished(1, 'success'),
  { event: 'notice', at: at(1), run: runId, message: 'a process was left over' },
];

function show<T extends CommandContext['terminal']>(terminal: T, options: RunViewOptions): T {
  const clock = { now: () => Date.parse(at(0)), steady: () => 0, after: () => () => {} };
  const view = createRunView({ terminal, environment: {}, clock, cwd: '/' }, options);
  for (const event of events) view.progress(event);
  view.ended(run('success', 1, { extract: succeeded(0, 1) }), {
    logs: '.git/segue/logs/r-8k2m4p6t',
    pathTo: (path) => path,
  });
  view.close();
  return terminal;
}

describe('how a run is shown', () => {
  it('is one event a line with --json, run-finished being the last whatever comes after it', () => {
    const { stdout, stderr } = show(new RecordingTerminal(), { json: true });
    const shown = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(shown.slice(0, -1)).toEqual(events.filter(({ event }) => event !== 'run-finished'));
    expect([shown.at(-1), stderr]).toEqual([events[4], '']);
  });

  it('is only its end with --quiet', () => {
    const { stdout } = show(new RecordingTerminal(), { quiet: true });
    expect(stdout.trim().split('\n')[0]).toMatch(/^✓ finance\/daily-close succeeded/);
  });

  it('is plain lines in a pipe, a tree on a terminal', () => {
    expect(show(new RecordingTerminal(), {}).stdout).toContain('extract | 42 rows\n');
    const { text } = show(new FakeTerminal(), {});
    expect(text).not.toContain('42 rows');
    expect(text).toContain('✓ extract  1 s\n');
    expect(show(new FakeTerminal(), { verbose: true }).text).toContain('extract | 42 rows\n');
  });
});
