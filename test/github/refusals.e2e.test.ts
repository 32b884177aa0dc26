import { expect, test } from 'vitest';
import { allGrants } from '../support/github-tokens.ts';
import { visitor } from '../support/github-visitor.ts';
import { githubWorld } from './github-world.ts';
import { checkWish, commentWish, issueWish } from './wishes.ts';

test('a token without the permission: it says which', async () => {
  const { github, commit } = await githubWorld();
  const token = github.workflowToken({ contents: 'read', metadata: 'read' });
  const { forge, play } = visitor(github, { token });
  const answers = [
    await play(forge.ensureCheck(checkWish(commit, { fresh: true }))),
    await play(forge.ensureIssue(issueWish())),
    await play(forge.ensureComment(commentWish(1))),
  ];
  const not = 'the token may not do this: Resource not accessible by integration';
  expect(answers).toEqual([
    { kind: 'refused', why: `${not}; it needs checks: write` },
    { kind: 'refused', why: `${not}; it needs issues: read` },
    { kind: 'refused', why: `${not}; it needs issues: read, or pull_requests: read` },
  ]);
});

test('a token that may read but not write, as a fork has it', async () => {
  const { github } = await githubWorld();
  const token = github.workflowToken({ ...allGrants, issues: 'read' });
  const { forge, play } = visitor(github, { token });
  expect(await play(forge.ensureIssue(issueWish()))).toMatchObject({
    kind: 'refused',
    why: expect.stringContaining('it needs issues: write'),
  });
});

test('a token that is no longer known may be renewed: that is for later', async () => {
  const { github } = await githubWorld();
  const { forge, play } = visitor(github, { token: 'ghs_of_yesterday' });
  expect(await play(forge.ensureIssue(issueWish()))).toEqual({
    kind: 'unreachable',
    why: 'GitHub does not know the token, or its time is over: Bad credentials',
  });
});

test('a person’s token writes issues under the person’s name, and no check runs', async () => {
  const { github, commit } = await githubWorld();
  const { forge, play } = visitor(github, { token: github.tokenOf('ana') });
  expect(await play(forge.ensureIssue(issueWish()))).toMatchObject({ kind: 'created' });
  expect(await play(forge.ensureIssue(issueWish()))).toMatchObject({ kind: 'unchanged' });
  expect(await play(forge.ensureCheck(checkWish(commit)))).toEqual({
    kind: 'refused',
    why: 'the token may not do this: You must authenticate via a GitHub App.',
  });
});

test('issues are switched off', async () => {
  const { github, forge, play } = await githubWorld();
  github.issues.disabled = true;
  expect(await play(forge.ensureIssue(issueWish()))).toEqual({
    kind: 'refused',
    why: 'this is switched off in the repository, or was deleted: Issues are disabled for this repo',
  });
});

test('a locked issue takes no comment', async () => {
  const { github, forge, play } = await githubWorld();
  await play(forge.ensureIssue(issueWish()));
  github.issues.locked.add(1);
  expect(await play(forge.ensureComment(commentWish(1)))).toMatchObject({
    kind: 'refused',
    why: expect.stringContaining('issue is locked'),
  });
  expect(await play(forge.ensureIssue(issueWish({ id: 1, title: 'still edited' })))).toMatchObject({ kind: 'updated' });
});

test('a commit that GitHub does not have', async () => {
  const { forge, play } = await githubWorld();
  const commit = '0123456789'.repeat(4);
  expect(await play(forge.ensureCheck(checkWish(commit, { fresh: true })))).toEqual({
    kind: 'refused',
    why: `GitHub does not take this: No commit found for SHA: ${commit}`,
  });
});

test('a title that is too long, which GitHub says and its description does not', async () => {
  const { forge, play } = await githubWorld();
  expect(await play(forge.ensureIssue(issueWish({ title: 'x'.repeat(257) })))).toEqual({
    kind: 'refused',
    why: 'GitHub does not take this: Validation Failed: title is too long (maximum is 256 characters)',
  });
});

test('labels that may not be made do not keep an issue from being made', async () => {
  const { github, forge, play } = await githubWorld();
  github.fault({ kind: 'answer', status: 403, message: 'Resource not accessible by integration', path: /\/labels$/ });
  expect(await play(forge.ensureIssue(issueWish()))).toMatchObject({ kind: 'created' });
});

test('a key that no marker can hold is a bug of ours', async () => {
  const { forge, play } = await githubWorld();
  await expect(play(forge.ensureIssue(issueWish({ key: 'a --> b' })))).rejects.toThrow(TypeError);
});
