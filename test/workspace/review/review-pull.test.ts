import { expect, test } from 'vitest';
import { waiverBody, waiverKey } from '../../../src/policy/waiver-text.ts';
import type { PullChange } from '../../../src/review/pull-change.ts';
import type { Review } from '../../../src/review/review.ts';
import { reviewKey, reviewPull } from '../../../src/workspace/review/review-pull.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { type Files, MemoryPulls } from '../../support/memory-pulls.ts';

const daily = 'description: d\nowner: "@acme/data"\ntasks: { a: { run: echo a } }\n';
const base: Files = { 'pipelines/daily.yml': daily, 'README.md': 'hello' };
const changed: Files = { ...base, 'pipelines/daily.yml': daily.replace('echo a', 'echo b') };

/** A forge with a pull request, and a judge who says what is asked of him. */
function world(files: Files = changed, options: { readonly writers?: readonly string[] } = {}) {
  const forge = new MemoryPulls(options);
  const tip = forge.commit(base);
  forge.branches.set('main', tip).set('fork', tip);
  const head = forge.push(files);
  const clock = new ManualClock('2026-03-02T05:00:00.000Z');
  const changes: PullChange[] = [];
  let verdict: Review = {
    changesPipelines: true,
    conclusion: 'success',
    title: 'Fine',
    summary: 'All is fine.',
    annotations: [],
    comment: 'It changes daily.',
  };
  let during: () => void | Promise<void> = () => undefined;
  const judge = async (change: PullChange) => {
    changes.push(change);
    await during();
    return verdict;
  };
  return {
    forge,
    tip,
    head,
    clock,
    changes,
    review: () => reviewPull({ forge, clock, judge }, 7),
    says: (review: Partial<Review>) => (verdict = { ...verdict, ...review }),
    whileJudging: (work: typeof during) => (during = work),
  };
}

test('the judge gets both sides at exact commits, and what is said is told once', async () => {
  const { forge, head, tip, changes, review } = world();
  expect(await review()).toMatchObject({ kind: 'reviewed', commit: head, check: { kind: 'created' } });
  expect(changes[0]).toMatchObject({
    base: { name: 'main', commit: tip },
    head: { name: 'change', commit: head },
    author: 'ana',
    rules: {},
    approvals: [],
    waivers: [],
  });
  expect([...(changes[0]?.head.digests.keys() ?? [])]).toEqual(['pipelines/daily.yml']);
  expect(changes[0]?.head.files.map(({ file }) => file)).toEqual(['pipelines/daily.yml']);
  expect(forge.checks.map(({ wish }) => wish)).toMatchObject([
    { commit: head, name: 'segue / pipelines', key: 'pull/7', status: 'completed', conclusion: 'success' },
  ]);
  expect(forge.comments.map(({ wish }) => wish)).toMatchObject([{ issue: 7, body: 'It changes daily.' }]);
  expect(await review()).toMatchObject({ check: { kind: 'unchanged' }, comment: { kind: 'unchanged' } });
});

test('the comment goes when no pipeline changes any more', async () => {
  const { forge, review, says } = world();
  await review();
  says({ comment: undefined as never });
  forge.push(base);
  expect(await review()).toMatchObject({ kind: 'reviewed', comment: { kind: 'removed' } });
  expect(forge.comments).toEqual([]);
  expect(await review()).toMatchObject({ comment: { kind: 'unchanged' } });
});

test('the check comes last: where it is, nothing is missing, whenever a process died', async () => {
  const { forge, review } = world();
  const ensureComment = forge.ensureComment.bind(forge);
  const seen: number[] = [];
  forge.ensureComment = (comment) => {
    seen.push(forge.checks.length);
    return ensureComment(comment);
  };
  await review();
  expect([seen, forge.checks.length]).toEqual([[0], 1]);
});

test('of a head that has moved meanwhile nothing is said', async () => {
  const { forge, head, review, whileJudging } = world();
  whileJudging(() => void forge.push(base));
  expect(await review()).toEqual({ kind: 'superseded', commit: head });
  whileJudging(() => {
    const pull = forge.pulls.get(7);
    if (pull !== undefined) forge.pulls.set(7, { ...pull, state: 'closed' });
  });
  expect(await review()).toMatchObject({ kind: 'superseded' });
  expect(await review()).toEqual({ kind: 'over', why: 'closed' });
  expect([forge.checks, forge.comments]).toEqual([[], []]);
});

test('a head that vanished, and a pull request that did, are answers', async () => {
  const { forge, head, review } = world();
  forge.commits.delete(head);
  expect(await review()).toMatchObject({ kind: 'refused' });
  forge.push(changed);
  forge.branches.delete('main');
  expect(await review()).toMatchObject({ kind: 'refused', why: expect.stringContaining('main') });
  expect(forge.checks.at(-1)?.wish).toMatchObject({ title: 'Not judged', conclusion: 'cancelled' });
  forge.pulls.clear();
  expect(await review()).toEqual({ kind: 'over', why: 'gone' });
  forge.trouble = { kind: 'unreachable', why: 'no answer', retryAfterMs: 1_000 };
  expect(await review()).toEqual(forge.trouble);
});

test('a check that takes long is said to be on its way, and never left so', async () => {
  const { forge, clock, review, whileJudging } = world();
  const statuses: unknown[] = [];
  whileJudging(() => {
    clock.advance(2_500);
    statuses.push(...forge.checks.map(({ wish }) => wish.status));
  });
  await review();
  statuses.push(...forge.checks.map(({ wish }) => wish.status));
  expect(statuses).toEqual(['in_progress', 'completed']);
  const old = forge.push({ ...changed, 'a.sql': '1' });
  whileJudging(() => {
    clock.advance(2_500);
    forge.push({ ...changed, 'a.sql': '2' });
  });
  expect(await review()).toEqual({ kind: 'superseded', commit: old });
  expect(forge.checks.find(({ wish }) => wish.commit === old)?.wish).toMatchObject({
    status: 'completed',
    conclusion: 'skipped',
  });
});

test('annotations that are over go with the check run that had them', async () => {
  const { forge, review, says } = world();
  const annotation = { path: 'a.yml', startLine: 1, endLine: 1, level: 'failure', message: 'm' } as const;
  says({ conclusion: 'failure', annotations: [annotation] });
  await review();
  says({ conclusion: 'success', annotations: [] });
  expect(await review()).toMatchObject({ check: { kind: 'created' } });
  expect(forge.checks.at(-1)?.wish).toMatchObject({ conclusion: 'success', annotations: [] });
});

test('an approval is the last word of who may write, and of the commit that was looked at', async () => {
  const { forge, head, changes, review } = world(changed, { writers: ['bob', 'cleo', 'dan', 'eve'] });
  forge.reviews.push(
    { login: 'mallory', state: 'approved', commit: head },
    { login: 'bob', state: 'changes-requested', commit: head },
    { login: 'bob', state: 'approved', commit: head },
    { login: 'Bob', state: 'commented', commit: head },
    { login: 'cleo', state: 'approved', commit: head },
    { login: 'cleo', state: 'changes-requested', commit: head },
    { login: 'dan', state: 'approved', commit: '0'.repeat(40) },
    { login: 'eve', state: 'dismissed', commit: head },
  );
  await review();
  expect(changes[0]?.approvals).toEqual([
    { login: 'bob', commit: head, base: 'main' },
    { login: 'dan', commit: '0'.repeat(40), base: 'main' },
  ]);
});

test('an approval is for the branch that it was given for, and who made the commits is asked once somebody has agreed', async () => {
  const { forge, head, changes, review } = world(changed, { writers: ['bob', 'cleo', 'dan'] });
  forge.branches.set('release', forge.branches.get('main') ?? '');
  await review();
  expect(changes[0]?.makers).toBeUndefined();
  expect(forge.asked).not.toContain('originOf');
  const approved = (login: string, at?: string) =>
    forge.reviews.push({ login, state: 'approved', commit: head, ...(at === undefined ? {} : { at }) });
  approved('bob', '2026-03-02T04:00:00.000Z');
  approved('cleo', '2026-03-02T04:30:00.000Z');
  approved('dan');
  const turns = [{ at: '2026-03-02T04:15:00.000Z', from: 'release' }];
  const makers = { logins: ['cleo'], unknown: 1, isWhole: true };
  forge.origin = { makers, turns, areTurnsWhole: true };
  await review();
  expect(changes[1]).toMatchObject({ makers });
  expect(changes[1]?.approvals.map(({ login, base: to }) => [login, to])).toEqual([
    ['bob', 'release'],
    ['cleo', 'main'],
    ['dan', undefined],
  ]);
  forge.origin = { makers, turns, areTurnsWhole: false };
  await review();
  expect(changes[2]?.approvals.map(({ base: to }) => to)).toEqual([undefined, 'main', undefined]);
  forge.origin = { makers, turns: [{ at: '2026-03-02T04:30:00.000Z', from: 'release' }], areTurnsWhole: true };
  await review();
  expect(changes[3]?.approvals.map(({ base: to }) => to)).toEqual(['release', 'release', undefined]);
});

test('what was turned to another branch meanwhile is judged anew', async () => {
  const { forge, head, review, whileJudging } = world();
  forge.branches.set('release', forge.branches.get('main') ?? '');
  whileJudging(() => {
    const pull = forge.pulls.get(7);
    if (pull !== undefined) forge.pulls.set(7, { ...pull, base: 'release' });
  });
  expect(await review()).toEqual({ kind: 'superseded', commit: head });
  expect(await review()).toMatchObject({ kind: 'reviewed' });
});

test('waivers are those that we took down, and nobody has edited', async () => {
  const { forge, head, changes, review } = world();
  const write = (waiver: Parameters<typeof waiverBody>[0], key = waiverKey(waiver)) =>
    forge.ensureComment({ issue: 7, key, body: waiverBody(waiver) });
  const good = { code: 'SG871', login: 'bob', reason: 'it is fine', commit: head, base: 'main' };
  await write(good);
  await write({ ...good, commit: 'a'.repeat(40) });
  await write({ ...good, code: 'SG872' }, 'review');
  const edited = await write({ ...good, code: 'SG873' });
  if ('id' in edited) forge.edited.add(edited.id);
  await review();
  expect(changes[0]?.waivers).toEqual([good, { ...good, commit: 'a'.repeat(40) }]);
  expect(forge.comments.some(({ wish }) => wish.key === reviewKey)).toBe(true);
});

test('rules are those of the tip of the base, whatever the pull request or its fork say', async () => {
  const rules = { '.github/segue.yml': 'policy: { require: [owner] }\n', CODEOWNERS: '* @acme/all' };
  const { forge, changes, review } = world({ ...changed, '.github/segue.yml': 'policy: {}\n', CODEOWNERS: '* @ana' });
  forge.branches.set('main', forge.commit({ ...base, ...rules }));
  await review();
  expect(changes[0]?.rules).toEqual({ settings: rules['.github/segue.yml'], codeowners: rules.CODEOWNERS });
  expect(new TextDecoder().decode(changes[0]?.head.settings)).toBe('policy: {}\n');
  expect(changes[0]?.base.settings).toBeUndefined();
});

test('teams are asked for once somebody has agreed, and only those that it concerns', async () => {
  const { forge, head, changes, review, tip } = world(changed, { writers: ['bob'] });
  const codeowners = 'other/ @acme/other\npipelines/ @acme/owners @cleo\n';
  forge.branches.set('main', forge.commit({ ...base, CODEOWNERS: codeowners })).set('fork', tip);
  forge.teams.set('@acme/data', ['bob']);
  await review();
  expect(forge.asked.filter((each) => each.startsWith('membersOf'))).toEqual([]);
  forge.reviews.push({ login: 'bob', state: 'approved', commit: head });
  await review();
  expect(forge.asked.filter((each) => each.startsWith('membersOf'))).toEqual([
    'membersOf @acme/owners',
    'membersOf @acme/data',
  ]);
  expect(changes[1]?.teams).toEqual(new Map([['@acme/data', ['bob']]]));
});

test.each([
  ['pipelines: etl', ['etl/x.yml']],
  ['pipelines: "./etl/"  # moved', ['etl/x.yml']],
  ['defaults: {}', ['pipelines/daily.yml']],
  ['{ pipelines: etl }', ['pipelines/daily.yml']],
  ['"pipelines": etl', ['pipelines/daily.yml']],
])('where pipelines are is read of settings without parsing them: %s', async (settings, files) => {
  const { changes, review } = world({ ...changed, '.github/segue.yml': `${settings}\n`, 'etl/x.yml': daily });
  await review();
  expect(changes[0]?.head.files.map(({ file }) => file)).toEqual(files);
});

test('a text that is too long is too long for the judge, too', async () => {
  const { changes, review } = world({ ...changed, 'pipelines/large.yml': 'x'.repeat(1024 * 1024 + 50) });
  await review();
  const large = changes[0]?.head.files.find(({ file }) => file.endsWith('large.yml'));
  expect(large?.content).toHaveLength(1024 * 1024 + 1);
});
