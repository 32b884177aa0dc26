import { expect, test } from 'vitest';
import { fileProblem, gitProblem } from '../../src/store/git/git-problem.ts';
import { runGit } from '../../src/store/git/git-process.ts';
import { plainEnvironment, scratchRepository } from '../support/scratch-repository.ts';

test.each([
  ['fatal: not a git repository (or any of the parent directories): .git', 'SG602'],
  ["fatal: detected dubious ownership in repository at '/srv/data'", 'SG614'],
  ["fatal: Unable to create '/x/.git/refs/segue/a.lock': Read-only file system", 'SG604'],
  ['error: unable to write file: Permission denied', 'SG604'],
  ['fatal: write error: No space left on device', 'SG605'],
  ['fatal: write error: Disk quota exceeded', 'SG605'],
  ["error: cannot update ref 'refs/a': couldn't write '/x/.git/refs/a.lock'", 'SG605'],
  ['error: unable to write loose object file', 'SG605'],
  ['fatal: unable to write request to remote: Broken pipe', 'SG610'],
  ["fatal: unable to access 'https://example.com/': Could not resolve host: example.com", 'SG609'],
  ["fatal: could not read Username for 'https://example.com': terminal prompts disabled", 'SG609'],
  ['error: unknown option `no-write-fetch-head`', 'SG616'],
  ['fatal: the sky is falling', 'SG610'],
  ['', 'SG610'],
])('%j is %s', (said, code) => {
  expect(gitProblem('read the state', said)).toMatchObject({ code, help: expect.stringMatching(/\S/) });
});

test('a folder that git does not trust is named in the help', () => {
  const problem = gitProblem('read', "fatal: detected dubious ownership in repository at '/srv/my data'");
  expect(problem.help).toBe("If you trust it: git config --global --add safe.directory '/srv/my data'");
});

test.each([
  ['EROFS', 'SG604'],
  ['EACCES', 'SG604'],
  ['EPERM', 'SG604'],
  ['ENOSPC', 'SG605'],
  ['EDQUOT', 'SG605'],
])('a file operation that fails with %s is %s', (code, problem) => {
  expect(fileProblem(Object.assign(new Error(code), { code, path: '/x' }))?.code).toBe(problem);
});

test('a disk that is full is told once, with the file if it is known', () => {
  const full = (more: object) =>
    Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', ...more });
  expect(fileProblem(full({}))?.message).toBe('The disk is full: no space left on device');
  expect(fileProblem(full({ path: '/x' }))?.message).toBe('The disk is full: no space left on device: /x');
});

test('a failure that nobody causes is no problem but a bug', () => {
  expect(fileProblem(new TypeError('x is not a function'))).toBeUndefined();
});

test('a command that takes too long is stopped', async () => {
  const { place } = scratchRepository();
  const waiting = runGit(place, ['-c', 'alias.wait=!exec sleep 3', 'wait'], { timeoutMs: 100 });
  await expect(waiting).rejects.toMatchObject({ code: 'SG613' });
});

test('a command that says too much is stopped', async () => {
  const repository = scratchRepository();
  repository.commit('x'.repeat(10_000));
  await expect(runGit(repository.place, ['log'], { maxBytes: 1_000 })).rejects.toMatchObject({ code: 'SG613' });
});

test('a folder that does not exist is told apart from a missing git', async () => {
  const place = { directory: '/nonexistent/folder', environment: plainEnvironment };
  await expect(runGit(place, ['status'])).rejects.toMatchObject({ code: 'SG602' });
});

test('the repository of an outer git is not ours', async () => {
  const repository = scratchRepository();
  const environment = { ...plainEnvironment, GIT_DIR: '/nonexistent', GIT_INDEX_FILE: '/nonexistent/index' };
  const { stdout } = await runGit({ ...repository.place, environment }, ['rev-parse', '--show-toplevel']);
  expect(stdout.toString().trim()).toBe(repository.root);
});
