import { expect, test } from 'vitest';
import { runCommands } from '../../src/report/run/run-commands.ts';
import { run, task } from './run-documents.ts';

test('what to type names the environment, unless it is the one that is meant without', () => {
  const failed = run('failed', 1, { load: task('failed') });
  const typed = (environment: string) => runCommands({ ...failed, environment }, 'r-1').map(([command]) => command);
  expect(typed('local')).toEqual(['segue retry r-1']);
  expect(typed('production')).toEqual(['segue retry r-1 --env production']);
});
