import { expect, test } from 'vitest';
import { tellEvent } from '../../src/cli/tick-lines.ts';
import { liveClock } from '../../src/process/clock.ts';
import { RecordingTerminal } from './recording-terminal.ts';

const whose = { event: 'taking-over', pipeline: 'daily', run: 'r-8k2m4p6t' } as const;
const takingOver = { ...whose, kind: 'take-over', takeovers: 0 } as const;

test.each([
  ['whose runner died', takingOver, '● daily goes on with r-8k2m4p6t, whose runner died\n'],
  ['that was interrupted, or handed over', { ...takingOver, interrupted: true }, '● daily goes on with r-8k2m4p6t\n'],
  [
    'whose runners died too often',
    { ...whose, kind: 'give-up', takeovers: 2 },
    '● daily gives up r-8k2m4p6t: its runners died 3 times\n',
  ],
] as const)('of a run %s no more is told than is so', (_, event, line) => {
  const terminal = new RecordingTerminal();
  tellEvent({ terminal, environment: {}, clock: liveClock(), cwd: '/' }, event, 'news');
  expect(terminal.stdout).toBe(line);
});
