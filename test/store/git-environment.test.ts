import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { withGitSettings } from '../../src/store/git/git-environment.ts';
import { plainEnvironment } from '../support/scratch-repository.ts';

test('settings are added to those that were there, for git itself', () => {
  const outer = withGitSettings(plainEnvironment, [['a.b', 'outer']]);
  const env = withGitSettings(outer, [
    ['a.c', 'inner'],
    ['a.b', 'later'],
  ]);
  const config = (name: string) => execFileSync('git', ['config', '--get-all', name], { env, encoding: 'utf8' }).trim();
  expect(config('a.b')).toBe('outer\nlater');
  expect(config('a.c')).toBe('inner');
});

test('a count that is no number counts as none', () => {
  expect(withGitSettings({ GIT_CONFIG_COUNT: 'x' }, [['a.b', 'c']])).toMatchObject({
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'a.b',
  });
});
