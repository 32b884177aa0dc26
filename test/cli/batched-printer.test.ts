import { expect, it } from 'vitest';
import { BatchedPrinter } from '../../src/cli/batched-printer.ts';
import { RecordingTerminal } from './recording-terminal.ts';

it('prints a line that comes alone at once, many together, and the last ones at the end', () => {
  const terminal = new RecordingTerminal();
  const timers: (() => void)[] = [];
  const after = (_: number, callback: () => void) => {
    timers.push(callback);
    return () => timers.splice(0);
  };
  const printer = new BatchedPrinter(terminal, { now: () => 0, steady: () => 0, after });
  const written = () => terminal.stdout.trimEnd().split('\n').join(' ');
  printer.print(['a']);
  expect(written()).toBe('a');
  printer.print(['b', 'c']);
  printer.print(['d']);
  expect(written()).toBe('a');
  timers.shift()?.();
  expect(written()).toBe('a b c d');
  timers.shift()?.();
  expect(timers).toHaveLength(0);
  printer.print(['e']);
  printer.print(['f']);
  expect(written()).toBe('a b c d e');
  printer.flush();
  expect([written(), timers.length]).toEqual(['a b c d e f', 0]);
});
