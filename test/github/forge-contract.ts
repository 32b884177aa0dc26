import { describe, expect, test } from 'vitest';
import type { Ensured, Forge } from '../../src/report/forge/forge.ts';
import type { ReviewForge } from '../../src/report/forge/review-forge.ts';
import { annotations, checkWish, commentWish, issueWish } from './wishes.ts';

export type ContractForge = Forge & Pick<ReviewForge, 'removeComment'>;

/** A forge with what can be seen from its other side. */
export interface ForgeWorld {
  readonly forge: ContractForge;
  /** Another process with the same name and an empty memory. */
  another(): ContractForge;
  /** A commit that it has. */
  readonly commit: string;
  /** Waits that come up in the meantime take no time. */
  play<T>(asked: Promise<T>): Promise<T>;
  issues(): Promise<readonly SeenIssue[]>;
  comments(issue: number): Promise<readonly { readonly id: number; readonly text: string }[]>;
  checks(): Promise<readonly SeenCheck[]>;
}

export interface SeenIssue {
  readonly id: number;
  readonly title: string;
  /** Without the marker. */
  readonly text: string;
  readonly state: string;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
}

export interface SeenCheck {
  readonly id: number;
  readonly key: string;
  readonly status: string;
  readonly conclusion: string | null;
  readonly summary: string;
  /** Their messages. */
  readonly annotations: readonly string[];
}

/** What every forge does. `ana` can be assigned, `nobody` cannot. */
export function forgeContract(name: string, open: () => Promise<ForgeWorld>): void {
  describe(name, () => {
    checkContract(open);
    exactContract(open);
    issueContract(open);
    labelContract(open);
    commentContract(open);
  });
}

function idOf(ensured: Ensured): number {
  if (!('id' in ensured)) throw new Error(`nothing is there: ${JSON.stringify(ensured)}`);
  return ensured.id;
}

function checkContract(open: () => Promise<ForgeWorld>): void {
  test('a check run is made once, and edited when something changes', async () => {
    const { forge, commit, play, checks } = await open();
    const made = await play(forge.ensureCheck(checkWish(commit)));
    expect(made).toMatchObject({ kind: 'created', id: expect.any(Number), url: expect.any(String) });
    const id = idOf(made);
    expect(await play(forge.ensureCheck(checkWish(commit)))).toMatchObject({ kind: 'unchanged', id });
    const ended = checkWish(commit, { id, status: 'completed', conclusion: 'success', summary: 'all is done' });
    expect(await play(forge.ensureCheck(ended))).toMatchObject({ kind: 'updated', id });
    expect(await checks()).toEqual([
      { id, key: ended.key, status: 'completed', conclusion: 'success', summary: 'all is done', annotations: [] },
    ]);
  });

  test('check runs of one name are told apart by their key', async () => {
    const { forge, commit, play, checks } = await open();
    await play(forge.ensureCheck(checkWish(commit, { key: 'one' })));
    await play(forge.ensureCheck(checkWish(commit, { key: 'two', fresh: true })));
    expect((await checks()).map(({ key }) => key).sort()).toEqual(['one', 'two']);
  });

  test('another process finds it by its id, and without one', async () => {
    const { forge, another, commit, play, checks } = await open();
    const id = idOf(await play(forge.ensureCheck(checkWish(commit, { annotations: annotations(2) }))));
    const wish = checkWish(commit, { annotations: annotations(2) });
    expect(await play(another().ensureCheck({ ...wish, id }))).toMatchObject({ kind: 'unchanged', id });
    expect(await play(another().ensureCheck(wish))).toMatchObject({ kind: 'unchanged', id });
    expect(await checks()).toHaveLength(1);
  });

  test('however many annotations there are, each arrives once', async () => {
    const { forge, another, commit, play, checks } = await open();
    const id = idOf(await play(forge.ensureCheck(checkWish(commit, { annotations: annotations(120) }))));
    const more = checkWish(commit, { id, annotations: [...annotations(120), ...annotations(55, 'also wrong')] });
    expect(await play(another().ensureCheck(more))).toMatchObject({ kind: 'updated' });
    const [check] = await checks();
    expect(check?.annotations).toEqual(more.annotations.map(({ message }) => message));
  });
}

function exactContract(open: () => Promise<ForgeWorld>): void {
  test('annotations that are to go take the check run with them, and what is told later is told of the new one', async () => {
    const { forge, another, commit, play, checks } = await open();
    const first = idOf(
      await play(forge.ensureCheck(checkWish(commit, { annotations: annotations(2), isExact: true }))),
    );
    const wish = checkWish(commit, { annotations: annotations(1), isExact: true });
    const second = await play(another().ensureCheck(wish));
    expect(second).toMatchObject({ kind: 'created' });
    expect(idOf(second)).toBeGreaterThan(first);
    expect(await play(forge.ensureCheck(wish))).toMatchObject({ kind: 'unchanged', id: idOf(second) });
    expect(await play(another().ensureCheck(wish))).toMatchObject({ kind: 'unchanged', id: idOf(second) });
    const newest = (await checks()).toSorted((one, other) => other.id - one.id)[0];
    expect(newest?.annotations).toHaveLength(1);
  });
}

function issueContract(open: () => Promise<ForgeWorld>): void {
  test('an issue is made once, and edited when something changes', async () => {
    const { forge, play, issues } = await open();
    const made = await play(forge.ensureIssue(issueWish()));
    expect(made).toMatchObject({ kind: 'created' });
    const id = idOf(made);
    expect(await play(forge.ensureIssue(issueWish({ id })))).toMatchObject({ kind: 'unchanged', id });
    expect(await play(forge.ensureIssue(issueWish()))).toMatchObject({ kind: 'unchanged', id });
    const again = issueWish({ id, title: 'daily: extract fails again', body: 'Twice.' });
    expect(await play(forge.ensureIssue(again))).toMatchObject({ kind: 'updated', id });
    expect(await issues()).toEqual([
      { id, title: again.title, text: 'Twice.', state: 'open', labels: ['segue'], assignees: [] },
    ]);
  });

  test('it is closed, and opened again', async () => {
    const { forge, another, play, issues } = await open();
    const id = idOf(await play(forge.ensureIssue(issueWish())));
    for (const state of ['closed', 'open', 'closed'] as const) {
      expect(await play(another().ensureIssue(issueWish({ id, state })))).toMatchObject({ kind: 'updated', id });
      expect((await issues()).map((issue) => issue.state)).toEqual([state]);
    }
    expect(await play(another().ensureIssue(issueWish({ state: 'closed' })))).toMatchObject({ kind: 'unchanged', id });
  });

  test('one that is told when all is over is made, and closed', async () => {
    const { forge, play, issues } = await open();
    expect(await play(forge.ensureIssue(issueWish({ state: 'closed' })))).toMatchObject({ kind: 'created' });
    expect(await issues()).toMatchObject([{ state: 'closed' }]);
  });

  test('one that is gone is not made to be closed', async () => {
    const { forge, play, issues } = await open();
    expect(await play(forge.ensureIssue(issueWish({ id: 77, state: 'closed' })))).toMatchObject({ kind: 'refused' });
    expect(await issues()).toEqual([]);
  });

  test('labels are added, and none is taken away; whom the forge does not accept is no assignee', async () => {
    const { forge, another, play, issues } = await open();
    const wish = issueWish({ labels: ['segue', 'on fire'], assignees: ['nobody', 'ana'] });
    const id = idOf(await play(forge.ensureIssue(wish)));
    const later = issueWish({ id, labels: ['Segue', 'flapping'] });
    expect(await play(another().ensureIssue(later))).toMatchObject({ kind: 'updated' });
    const [issue] = await issues();
    expect(issue?.assignees).toEqual(['ana']);
    expect(issue?.labels.map((label) => label.toLowerCase()).sort()).toEqual(['flapping', 'on fire', 'segue']);
  });

  test('two wishes for one key at once make one issue', async () => {
    const { forge, play, issues } = await open();
    const both = Promise.all([forge.ensureIssue(issueWish()), forge.ensureIssue(issueWish({ body: 'newer' }))]);
    expect((await play(both)).map(({ kind }) => kind)).toEqual(['created', 'updated']);
    expect(await issues()).toMatchObject([{ text: 'newer' }]);
  });
}

function labelContract(open: () => Promise<ForgeWorld>): void {
  test('labels can be asked for; of what is gone there are none', async () => {
    const { forge, another, play } = await open();
    const id = idOf(await play(forge.ensureIssue(issueWish({ labels: ['segue', 'on fire'] }))));
    const answer = await play(another().labelsOf(id));
    expect(answer).toMatchObject({ kind: 'known' });
    expect('labels' in answer && [...answer.labels].sort()).toEqual(['on fire', 'segue']);
    expect(await play(forge.labelsOf(77))).toEqual({ kind: 'known', labels: [] });
  });

  test('labels of before are taken off, those of others stay', async () => {
    const { forge, another, play, issues } = await open();
    const id = idOf(await play(forge.ensureIssue(issueWish({ labels: ['segue', 'segue:warning', 'theirs'] }))));
    const worse = issueWish({ id, labels: ['segue', 'segue:critical'], outlived: ['segue:warning', 'segue:other'] });
    expect(await play(another().ensureIssue(worse))).toMatchObject({ kind: 'updated' });
    expect((await issues()).map(({ labels }) => [...labels].sort())).toEqual([['segue', 'segue:critical', 'theirs']]);
    expect(await play(another().ensureIssue(worse))).toMatchObject({ kind: 'unchanged' });
  });
}

function commentContract(open: () => Promise<ForgeWorld>): void {
  test('a comment is made once for each key, and edited in place', async () => {
    const { forge, another, play, comments } = await open();
    const issue = idOf(await play(forge.ensureIssue(issueWish())));
    const id = idOf(await play(forge.ensureComment(commentWish(issue))));
    expect(await play(forge.ensureComment(commentWish(issue)))).toMatchObject({ kind: 'unchanged', id });
    expect(await play(another().ensureComment(commentWish(issue, { id })))).toMatchObject({ kind: 'unchanged', id });
    const edited = commentWish(issue, { body: 'It runs again, after 3 hours.' });
    expect(await play(another().ensureComment(edited))).toMatchObject({ kind: 'updated', id });
    expect(await play(forge.ensureComment(commentWish(issue, { key: 'other' })))).toMatchObject({ kind: 'created' });
    expect((await comments(issue)).map(({ text }) => text)).toEqual([edited.body, 'It runs again.']);
  });

  test('it can be taken away, once, and only that of its key', async () => {
    const { forge, another, play, comments } = await open();
    const issue = idOf(await play(forge.ensureIssue(issueWish())));
    const id = idOf(await play(forge.ensureComment(commentWish(issue))));
    await play(forge.ensureComment(commentWish(issue, { key: 'other', body: 'stays' })));
    const { key } = commentWish(issue);
    expect(await play(another().removeComment({ issue, key }))).toEqual({ kind: 'removed' });
    expect(await play(forge.removeComment({ issue, key, id }))).toEqual({ kind: 'unchanged' });
    expect((await comments(issue)).map(({ text }) => text)).toEqual(['stays']);
    expect(await play(forge.ensureComment(commentWish(issue)))).toMatchObject({ kind: 'created' });
  });

  test('there is none on an issue that does not exist', async () => {
    const { forge, play } = await open();
    expect(await play(forge.ensureComment(commentWish(77)))).toMatchObject({
      kind: 'refused',
      why: expect.any(String),
    });
  });
}
