import { describe, expect, test } from 'vitest';
import { githubForge } from '../../src/github/forge.ts';
import { markerOf } from '../../src/github/marker.ts';
import type { Trouble } from '../support/github-faults.ts';
import { githubWorld } from './github-world.ts';
import { annotations, checkWish, commentWish, issueWish } from './wishes.ts';

/** What leaves it open whether a request was carried out. */
const lost: readonly (Trouble & { readonly name: string })[] = [
  { name: 'the answer is lost, all is done', kind: 'lost-after' },
  { name: 'the request is lost, nothing is done', kind: 'lost-before' },
  { name: 'the answer breaks off', kind: 'cut' },
  { name: 'a gateway gives up', kind: 'answer', status: 502 },
];

describe.each(lost)('$name', (trouble) => {
  test.each([1, 2])('%i times in a row: one issue', async (times) => {
    const { github, forge, play, issues } = await githubWorld();
    github.fault({ ...trouble, method: 'POST', path: /\/issues$/, times });
    expect(await play(forge.ensureIssue(issueWish()))).toMatchObject({ kind: 'created', id: 1 });
    expect(await issues()).toHaveLength(1);
  });

  test.each([1, 2])('%i times in a row: one comment', async (times) => {
    const { github, forge, play, comments } = await githubWorld();
    await play(forge.ensureIssue(issueWish()));
    github.fault({ ...trouble, method: 'POST', path: /\/comments$/, times });
    expect(await play(forge.ensureComment(commentWish(1)))).toMatchObject({ kind: 'created' });
    expect(await comments(1)).toHaveLength(1);
  });

  test.each([true, false])('one check run, with each annotation once; known to be new: %s', async (fresh) => {
    const { github, forge, commit, play, checks } = await githubWorld();
    github.fault({ ...trouble, method: 'POST', path: /\/check-runs$/ });
    github.fault({ ...trouble, method: 'PATCH', path: /\/check-runs\/\d+$/, times: 2 });
    const wish = checkWish(commit, { fresh, annotations: annotations(130) });
    expect(await play(forge.ensureCheck(wish))).toMatchObject({ kind: 'created' });
    expect((await checks()).map((check) => check.annotations)).toEqual([
      wish.annotations.map(({ message }) => message),
    ]);
  });

  test('a change is made', async () => {
    const { github, forge, play, issues } = await githubWorld();
    await play(forge.ensureIssue(issueWish()));
    github.fault({ ...trouble, method: 'PATCH', times: 2 });
    expect(await play(forge.ensureIssue(issueWish({ title: 'another' })))).toMatchObject({ kind: 'updated' });
    expect(await issues()).toMatchObject([{ title: 'another' }]);
  });

  test('labels are made', async () => {
    const { github, forge, play, issues } = await githubWorld();
    github.fault({ ...trouble, method: 'POST', path: /\/labels$/ });
    await play(forge.ensureIssue(issueWish()));
    expect(await issues()).toMatchObject([{ labels: ['segue'] }]);
  });
});

test('a list that breaks off is not an empty one', async () => {
  const { github, forge, another, play, issues, comments, commit, checks } = await githubWorld();
  await play(forge.ensureIssue(issueWish()));
  await play(forge.ensureComment(commentWish(1)));
  await play(forge.ensureCheck(checkWish(commit)));
  for (const path of [/\/issues$/, /\/comments$/, /\/check-runs$/])
    github.fault({ kind: 'cut', method: 'GET', path, times: 2 });
  const later = another();
  expect(await play(later.ensureIssue(issueWish()))).toMatchObject({ kind: 'unchanged' });
  expect(await play(later.ensureComment(commentWish(1)))).toMatchObject({ kind: 'unchanged' });
  expect(await play(later.ensureCheck(checkWish(commit)))).toMatchObject({ kind: 'unchanged' });
  expect([await issues(), await comments(1), await checks()].map(({ length }) => length)).toEqual([1, 1, 1]);
});

test('an answer that never comes is given up', async () => {
  const { github, clock, forge, play, issues } = await githubWorld();
  github.fault({ kind: 'silent-after', method: 'POST', path: /\/issues$/, meanwhile: () => clock.advance(30_000) });
  expect(await play(forge.ensureIssue(issueWish()))).toMatchObject({ kind: 'created' });
  expect(await issues()).toHaveLength(1);
});

test('a process that dies after the request leaves nothing that the next would make again', async () => {
  const { github, forge, another, play, issues } = await githubWorld();
  github.fault({ kind: 'lost-after', method: 'POST', path: /\/issues$/ });
  github.fault({ kind: 'lost-before', method: 'GET', path: /\/issues$/, skip: 1, times: Number.POSITIVE_INFINITY });
  await play(forge.ensureIssue(issueWish()));
  github.heal();
  expect(await play(another().ensureIssue(issueWish()))).toMatchObject({ kind: 'unchanged', id: 1 });
  expect(await issues()).toHaveLength(1);
});

describe('of what was made twice all the same', () => {
  const bot = 'github-actions[bot]';

  test('the oldest issue stays, the others are closed', async () => {
    const { github, forge, play, issues } = await githubWorld();
    const body = `${markerOf(issueWish().key)}\ntwice`;
    for (const title of ['one', 'two', 'three']) await github.as(bot, 'POST', '/issues', { title, body });
    expect(await play(forge.ensureIssue(issueWish()))).toMatchObject({ kind: 'updated', id: 1 });
    expect((await issues()).map(({ state }) => state)).toEqual(['open', 'closed', 'closed']);
  });

  test('others point to the one that people were told of, also if that is not the oldest', async () => {
    const { github, forge, another, play, issues } = await githubWorld();
    const body = `${markerOf(issueWish().key)}\ntwice`;
    await github.as(bot, 'POST', '/issues', { title: 'unseen', body });
    github.issues.deleted.add(1);
    expect(await play(forge.ensureIssue(issueWish()))).toMatchObject({ kind: 'created', id: 2 });
    github.issues.deleted.delete(1);
    await github.as(bot, 'POST', '/issues', { title: 'late', body });
    expect(await play(another().ensureIssue(issueWish({ id: 2 })))).toMatchObject({ kind: 'unchanged', id: 2 });
    expect((await issues()).map(({ state }) => state)).toEqual(['open', 'open', 'open']);
    const asked = issueWish({ id: 2, mayBeTwice: true });
    expect(await play(another().ensureIssue(asked))).toMatchObject({ kind: 'unchanged', id: 2 });
    expect(await issues()).toMatchObject([
      { state: 'closed', text: 'Duplicate of #2.' },
      { state: 'open' },
      { state: 'closed', text: 'Duplicate of #2.' },
    ]);
    expect(await play(another().ensureIssue(issueWish()))).toMatchObject({ kind: 'unchanged', id: 2 });
  });

  test('it is told when a request without an answer may still be carried out', async () => {
    const { github, forge, play } = await githubWorld();
    github.fault({ kind: 'lost-before', method: 'POST', path: /\/(issues|comments)$/ });
    expect(await play(forge.ensureIssue(issueWish()))).toMatchObject({ kind: 'created', mayBeTwice: true });
    github.fault({ kind: 'lost-after', method: 'POST', path: /\/comments$/ });
    expect(await play(forge.ensureComment(commentWish(1)))).not.toHaveProperty('mayBeTwice');
    github.fault({ kind: 'lost-before', method: 'POST', path: /\/comments$/ });
    const another = commentWish(1, { key: 'another' });
    expect(await play(forge.ensureComment(another))).toMatchObject({ kind: 'created', mayBeTwice: true });
  });

  test('a late comment goes when it is looked for', async () => {
    const { github, forge, another, play, comments } = await githubWorld();
    await play(forge.ensureIssue(issueWish()));
    const made = await play(forge.ensureComment(commentWish(1)));
    const id = 'id' in made ? made.id : 0;
    await github.as(bot, 'POST', '/issues/1/comments', { body: `${markerOf(commentWish(1).key)}\nlate` });
    await play(another().ensureComment(commentWish(1, { id, mayBeTwice: true })));
    expect((await comments(1)).map((each) => each.id)).toEqual([id]);
  });

  test('the oldest comment stays, the others go', async () => {
    const { github, forge, play, comments } = await githubWorld();
    await play(forge.ensureIssue(issueWish()));
    const body = `${markerOf(commentWish(1).key)}\ntwice`;
    for (const _ of ['one', 'two']) await github.as(bot, 'POST', '/issues/1/comments', { body });
    expect(await play(forge.ensureComment(commentWish(1)))).toMatchObject({ kind: 'updated' });
    expect(await comments(1)).toMatchObject([{ text: 'It runs again.' }]);
  });

  test('the newest check run stays, since it is the one that GitHub shows; the others end', async () => {
    const { client, commit, play, checks } = await githubWorld();
    const wish = checkWish(commit, { fresh: true });
    for (const _ of ['one', 'two', 'three']) await play(githubForge(client).ensureCheck(wish));
    expect(await play(githubForge(client).ensureCheck(checkWish(commit)))).toMatchObject({ kind: 'unchanged', id: 3 });
    const ended = (await checks()).map(({ id, status, conclusion }) => [id, status, conclusion]);
    expect(ended.sort()).toEqual([
      [1, 'completed', 'neutral'],
      [2, 'completed', 'neutral'],
      [3, 'in_progress', null],
    ]);
  });
});
