import { describe, expect, test } from 'vitest';
import { addressOf, demandForgeAddress, forgeAddress } from '../../src/workspace/forge/forge-address.ts';
import { hasGithubRemote } from '../../src/workspace/forge/github-remote.ts';
import { scratchRepository } from '../support/scratch-repository.ts';

const github = {
  host: 'github.com',
  repository: 'acme/data',
  page: 'https://github.com/acme/data',
  apiUrl: 'https://api.github.com',
};

describe('the address of a repository on GitHub', () => {
  test.each([
    'https://github.com/acme/data',
    'https://github.com/acme/data.git',
    'https://ana:secret@github.com/acme/data.git/',
    'http://github.com/acme/data',
    'git@github.com:acme/data.git',
    'github.com:acme/data',
    'ssh://git@github.com/acme/data.git',
    'ssh://git@ssh.github.com:443/acme/data.git',
    'git@GitHub.com:acme/data.git',
  ])('is the same for %s', (url) => {
    expect(addressOf(url)).toEqual(github);
  });

  test('may have dots in its name', () => {
    expect(addressOf('git@github.com:acme/data.io.git')?.repository).toBe('acme/data.io');
  });

  test.each([
    ['https://acme.ghe.com/acme/data', 'https://api.acme.ghe.com'],
    ['git@github.acme.example:acme/data.git', 'https://github.acme.example/api/v3'],
    ['https://code.acme.example:8443/acme/data', 'https://code.acme.example:8443/api/v3'],
    ['http://127.0.0.1:4000/acme/data.git', 'http://127.0.0.1:4000/api/v3'],
    ['http://github.acme.example/acme/data', 'https://github.acme.example/api/v3'],
  ])('%s has its API at %s', (url, apiUrl) => {
    const host = /\/\/([^/]*)/.exec(url)?.[1];
    expect(addressOf(url, host)?.apiUrl).toBe(apiUrl);
  });

  test.each([
    '/srv/git/github.com/acme/data.git',
    'file:///srv/github/acme/data.git',
    'https://gitlab.com/acme/data.git',
    'https://code.acme.example/acme/data',
    'https://github.com/acme',
    'https://github.com/acme/data/tree/main',
    'https://github.com/acme/da ta',
    '',
  ])('%j is none', (url) => {
    expect(addressOf(url, 'git.example')).toBeUndefined();
  });

  test('is read of origin', async () => {
    const scratch = scratchRepository();
    expect(await forgeAddress(scratch, {})).toBeUndefined();
    await expect(demandForgeAddress(scratch, {})).rejects.toMatchObject({ code: 'SG951' });
    scratch.git('remote', 'add', 'origin', 'git@code.acme.example:acme/data.git');
    expect(await forgeAddress(scratch, {})).toBeUndefined();
    expect(await forgeAddress(scratch, { GH_HOST: 'code.acme.example' })).toMatchObject({ repository: 'acme/data' });
  });
});

test('any remote on GitHub makes a repository one that GitHub may wake', async () => {
  const scratch = scratchRepository();
  expect(await hasGithubRemote(scratch)).toBe(false);
  scratch.git('remote', 'add', 'mirror', 'git@code.acme.example:acme/data.git');
  expect(await hasGithubRemote(scratch)).toBe(false);
  const { place } = scratch;
  const named = { ...place, environment: { ...place.environment, GH_HOST: 'code.acme.example' } };
  expect(await hasGithubRemote({ place: named })).toBe(true);
  scratch.git('remote', 'add', 'upstream', 'https://github.com/acme/data');
  expect(await hasGithubRemote(scratch)).toBe(true);
});
