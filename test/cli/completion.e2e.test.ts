import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { repository } from './cli-rig.ts';

const pipelines = {
  etl: 'tasks: { extract: { run: echo }, load: { needs: extract, run: echo } }\n',
  'finance/close': 'tasks: { a: { run: echo } }\n',
};

function candidates(stdout: string): readonly string[] {
  return stdout.split('\n').flatMap((line) => (line === '' ? [] : [line.slice(0, line.indexOf('\t'))]));
}

describe('what __complete offers', () => {
  const cases: readonly (readonly [string[], string[]])[] = [
    [['r'], ['run', 'resume', 'retry']],
    [
      ['state', ''],
      ['show', 'fsck', 'export', 'squash'],
    ],
    [
      ['run', ''],
      ['etl', 'finance/close'],
    ],
    [['run', 'etl', 'f'], ['finance/close']],
    [['run', '--only', 'x', 'fin'], ['finance/close']],
    [
      ['run', 'etl', '--from', ''],
      ['extract', 'load'],
    ],
    [['run', 'etl', '--only', 'extract,'], ['extract,load']],
    [['run', 'etl', '--fa'], ['--fail-fast']],
    [
      ['validate', '--format', ''],
      ['text', 'json', 'github', 'sarif'],
    ],
    [['validate', '--format', '=', 'sa'], ['sarif']],
    [
      ['explain', 'SG20'],
      ['SG201', 'SG202', 'SG203', 'SG204', 'SG205', 'SG206', 'SG207', 'SG208', 'SG209'],
    ],
    [
      ['mark', 'r-1', 'a', ''],
      ['success', 'skipped'],
    ],
    [['list', '--env', 'pro'], ['production']],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['nonsense', ''], []],
  ];
  it.each(cases)('%j', async (words, expected) => {
    const place = repository(pipelines);
    const { code, stdout } = await place.segue('__complete', '--', ...words);
    expect([code, candidates(stdout)]).toEqual([0, expect.arrayContaining(expected)]);
    for (const candidate of candidates(stdout)) expect(candidate.startsWith(words.at(-1) ?? '')).toBe(true);
    if (words.at(-1) !== '' || words[0] !== 'nonsense') expect(stdout === '').toBe(expected.length === 0);
  });

  it('completes runs and their tasks', async () => {
    const place = repository(pipelines);
    await place.segue('run', 'etl', '--quiet');
    const runs = candidates((await place.segue('__complete', '--', 'status', '')).stdout);
    expect(runs).toEqual([expect.stringMatching(/^r-[a-z0-9]{8}$/)]);
    const tasks = candidates((await place.segue('__complete', '--', 'logs', runs[0] ?? '', '')).stdout);
    expect(tasks).toEqual(['extract', 'load']);
  });

  it('says nothing outside of a repository', async () => {
    const place = repository({});
    place.git('config', 'core.repositoryformatversion', '99');
    expect(await place.segue('__complete', '--', 'run', '')).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});

/** Words as a shell splits them, the last one being completed; what it would offer, one a line. */
const drivers = {
  bash: `source <(segue completion bash)
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _segue segue; printf '%s\\n' "\${COMPREPLY[@]}"`,
  zsh: `compdef() { :; }; _files() { print files; }; _describe() { print -l -- "\${(@)candidates%%:*}"; }
source <(segue completion zsh); words=("$@"); CURRENT=$#; _segue`,
  fish: `segue completion fish | source; complete -C (string join ' ' -- $argv) | string replace -r '\\t.*' ''`,
} as const;

describe('the completion scripts', () => {
  for (const shell of ['bash', 'zsh', 'fish'] as const) {
    const installed = spawnSync(shell, ['-c', 'exit 0']).status === 0;
    it.skipIf(!installed)(`complete in ${shell}`, () => {
      const place = repository(pipelines);
      const entry = fileURLToPath(new URL('../../src/cli/index.ts', import.meta.url));
      place.write('bin/segue', `#!/bin/sh\nexec '${process.execPath}' '${entry}' "$@"\n`);
      chmodSync(join(place.path, 'bin/segue'), 0o755);
      const env = { PATH: `${join(place.path, 'bin')}:${process.env.PATH}`, HOME: place.path, LANG: 'C.UTF-8' };
      const offered = (...words: string[]) => {
        const args = shell === 'fish' ? ['-c', drivers.fish, ...words] : ['-c', drivers[shell], shell, ...words];
        return spawnSync(shell, args, { cwd: place.path, env, encoding: 'utf8' }).stdout.trim().split('\n');
      };
      expect(offered('segue', 'run', 'fin')).toEqual(['finance/close']);
      expect(offered('segue', 'co')).toEqual(['completion']);
    });
  }
});
