import { describe, expect, test } from 'vitest';
import { markerOf } from '../../src/github/marker.ts';
import { githubWorld } from './github-world.ts';
import { checkWish, commentWish, issueWish } from './wishes.ts';

const forged = `${markerOf(issueWish().key)}\nhello`;

describe('what is not ours is not touched', () => {
  test('an issue of a stranger with our marker, whatever the state says its number is', async () => {
    const { github, forge, another, play, issues } = await githubWorld();
    await github.as('mallory', 'POST', '/issues', { title: 'mine', body: forged });
    expect(await play(forge.ensureIssue(issueWish()))).toMatchObject({ kind: 'created', id: 2 });
    expect(await play(another().ensureIssue(issueWish({ id: 1 })))).toMatchObject({ kind: 'unchanged', id: 2 });
    expect(await play(another().ensureIssue(issueWish({ id: 1, state: 'closed' })))).toMatchObject({ id: 2 });
    expect(await issues()).toMatchObject([{ title: 'mine', state: 'open' }, { state: 'closed' }]);
  });

  test('a comment of a stranger with our marker', async () => {
    const { github, forge, another, play, comments } = await githubWorld();
    await play(forge.ensureIssue(issueWish()));
    const body = `${markerOf(commentWish(1).key)}\nhello`;
    const { id } = await github.as('mallory', 'POST', '/issues/1/comments', { body });
    expect(await play(forge.ensureComment(commentWish(1)))).toMatchObject({ kind: 'created' });
    expect(await play(another().ensureComment(commentWish(1, { id: Number(id) })))).toMatchObject({
      kind: 'unchanged',
    });
    expect((await comments(1)).map(({ text }) => text)).toEqual(['hello', 'It runs again.']);
  });

  test('another issue of ours, which a wrong number points at', async () => {
    const { forge, play, issues } = await githubWorld();
    await play(forge.ensureIssue(issueWish({ key: 'other', title: 'other' })));
    expect(await play(forge.ensureIssue(issueWish({ id: 1 })))).toMatchObject({ kind: 'created', id: 2 });
    expect(await issues()).toMatchObject([{ title: 'other' }, { title: issueWish().title }]);
  });

  test('what another workflow has written under the same name', async () => {
    const { github, forge, play } = await githubWorld();
    const body = `Found this:\n\n${forged}`;
    await github.as('github-actions[bot]', 'POST', '/issues', { title: 'theirs', body });
    expect(await play(forge.ensureIssue(issueWish({ id: 1 })))).toMatchObject({ kind: 'created', id: 2 });
  });

  test('a check run of another App with our name and key', async () => {
    const apps = [{ slug: 'other', id: 7, permissions: {} }];
    const { github, forge, another, commit, play, checks } = await githubWorld({ apps });
    const { name, key } = checkWish(commit);
    const token = github.appToken('other');
    await fetch(`${github.url}/repos/${github.repository}/check-runs`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify({ name, external_id: key, head_sha: commit }),
    });
    expect(await play(forge.ensureCheck(checkWish(commit)))).toMatchObject({ kind: 'created', id: 2 });
    expect(await play(another().ensureCheck(checkWish(commit, { id: 1 })))).toMatchObject({ kind: 'unchanged', id: 2 });
    expect(await checks()).toHaveLength(2);
  });
});

describe('what people do with it', () => {
  test('an edit in the browser, which ends lines otherwise, is no change', async () => {
    const { github, forge, play } = await githubWorld();
    await play(forge.ensureIssue(issueWish()));
    const { body } = await github.as('acme', 'GET', '/issues/1');
    await github.as('acme', 'PATCH', '/issues/1', { body: `\r\n${String(body).replaceAll('\n', '\r\n')}\r\n` });
    expect(await play(forge.ensureIssue(issueWish({ id: 1 })))).toMatchObject({ kind: 'updated', id: 1 });
    const { body: after } = await github.as('acme', 'GET', '/issues/1');
    await github.as('acme', 'PATCH', '/issues/1', { body: `${String(after).replaceAll('\n', '\r\n')}\r\n` });
    expect(await play(forge.ensureIssue(issueWish({ id: 1 })))).toMatchObject({ kind: 'unchanged', id: 1 });
  });

  test('what they write below is put right; without our marker it is theirs', async () => {
    const { github, forge, play, issues } = await githubWorld();
    await play(forge.ensureIssue(issueWish()));
    const { body } = await github.as('acme', 'GET', '/issues/1');
    await github.as('ana', 'PATCH', '/issues/1', { body: `${body}\nI know why.`, title: 'Ana is on it' });
    expect(await play(forge.ensureIssue(issueWish()))).toMatchObject({ kind: 'updated', id: 1 });
    await github.as('ana', 'PATCH', '/issues/1', { body: 'All mine.' });
    expect(await play(forge.ensureIssue(issueWish({ id: 1 })))).toMatchObject({ kind: 'created', id: 2 });
    expect(await issues()).toMatchObject([{ text: 'All mine.' }, { text: issueWish().body }]);
  });

  test.each(['seen', 'hidden'] as const)(
    'a deleted issue is made anew, so is one transferred to where it is %s',
    async (at) => {
      const { github, forge, another, play } = await githubWorld();
      await play(forge.ensureIssue(issueWish()));
      github.issues.deleted.add(1);
      expect(await play(another().ensureIssue(issueWish({ id: 1 })))).toMatchObject({ kind: 'created', id: 2 });
      github.issues.transferred.set(2, at);
      expect(await play(another().ensureIssue(issueWish({ id: 2 })))).toMatchObject({ kind: 'created', id: 3 });
      github.issues.deleted.add(3);
      expect(await play(another().ensureIssue(issueWish({ id: 3, state: 'closed' })))).toMatchObject({
        kind: 'refused',
      });
    },
  );

  test('a deleted comment is written anew', async () => {
    const { github, forge, another, play } = await githubWorld();
    await play(forge.ensureIssue(issueWish()));
    await play(forge.ensureComment(commentWish(1)));
    await github.as('acme', 'DELETE', '/issues/comments/1');
    expect(await play(another().ensureComment(commentWish(1, { id: 1 })))).toMatchObject({ kind: 'created', id: 2 });
  });
});
