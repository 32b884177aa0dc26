import { expect, test } from 'vitest';
import { commandGroups, createProgram } from '../../src/cli/program.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { RecordingTerminal } from './recording-terminal.ts';

function commandsFor(meant?: string): readonly string[] {
  const context = {
    terminal: new RecordingTerminal(),
    environment: {},
    clock: new ManualClock('2026-05-01T05:00:00.000Z'),
    cwd: '/',
  };
  const names = createProgram(context, () => undefined, meant).commands.map((command) => command.name());
  return names.filter((name) => name !== '__complete');
}

test.each(commandGroups)('$names are described without the others if one of them is meant', ({ names }) => {
  for (const name of names) expect([...commandsFor(name)].sort()).toEqual([...names].sort());
});

test('all are described if none of them is meant', () => {
  const all = commandGroups.flatMap(({ names }) => names);
  expect([...commandsFor()].sort()).toEqual([...all].sort());
  expect(commandsFor('reun')).toEqual(commandsFor());
  for (const meant of ['help', '__complete']) expect(commandsFor(meant)).toEqual(commandsFor());
});
