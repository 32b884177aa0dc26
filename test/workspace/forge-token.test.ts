import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { demandForgeToken, forgeToken } from '../../src/workspace/forge/forge-token.ts';
import { plainEnvironment, scratchFolder } from '../support/scratch-repository.ts';

const all = {
  SEGUE_TOKEN: 'own',
  GH_TOKEN: 'gh',
  GITHUB_TOKEN: 'github',
  GH_ENTERPRISE_TOKEN: 'enterprise',
  GITHUB_ENTERPRISE_TOKEN: 'github-enterprise',
};

/** A `gh` that knows one host. */
function withGh(...lines: readonly string[]): Readonly<Record<string, string>> {
  const folder = scratchFolder();
  const file = join(folder, 'gh');
  writeFileSync(file, ['#!/bin/sh', ...lines, ''].join('\n'));
  chmodSync(file, 0o755);
  return { ...plainEnvironment, PATH: `${folder}:${plainEnvironment.PATH}` };
}

describe('the token of whoever works here', () => {
  test.each([
    ['github.com', ['SEGUE_TOKEN', 'GH_TOKEN', 'GITHUB_TOKEN']],
    ['acme.ghe.com', ['SEGUE_TOKEN', 'GH_TOKEN', 'GITHUB_TOKEN']],
    ['github.acme.example', ['SEGUE_TOKEN', 'GH_ENTERPRISE_TOKEN', 'GITHUB_ENTERPRISE_TOKEN']],
  ])('for %s is that of %j, in this order', async (host, names) => {
    const left: Record<string, string> = { ...all, PATH: '/nonexistent' };
    for (const source of names) {
      expect(await forgeToken({ host }, left)).toEqual({ token: left[source], source });
      left[source] = ' ';
    }
    expect(await forgeToken({ host }, left)).toBeUndefined();
  });

  test('is what gh has kept for the host', async () => {
    const environment = withGh('[ "$*" = "auth token --hostname github.com" ] && echo kept && exit 0', 'exit 1');
    expect(await forgeToken({ host: 'github.com' }, environment)).toEqual({ token: 'kept', source: 'gh' });
    expect(await forgeToken({ host: 'github.acme.example' }, environment)).toBeUndefined();
  });

  test('is none if gh says something else', async () => {
    expect(await forgeToken({ host: 'github.com' }, withGh('echo "no oauth token"'))).toBeUndefined();
    expect(await forgeToken({ host: 'github.com' }, withGh('echo kept', 'exit 1'))).toBeUndefined();
  });

  test('is asked for in words that help', async () => {
    const missing = demandForgeToken({ host: 'github.acme.example' }, { PATH: '/nonexistent' });
    await expect(missing).rejects.toMatchObject({
      code: 'SG950',
      message: 'There is no token for github.acme.example.',
      help: 'Log in with gh auth login --hostname github.acme.example, or set SEGUE_TOKEN or GH_ENTERPRISE_TOKEN.',
    });
  });
});
