import { expect, test } from 'vitest';
import type { PullChange } from '../../../src/review/pull-change.ts';
import type { Review } from '../../../src/review/review.ts';
import { waiversIn } from '../../../src/workspace/review/read-agreement.ts';
import { reviewDesk } from '../../../src/workspace/review/review-desk.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { MemoryPulls } from '../../support/memory-pulls.ts';

const daily = 'description: d\nowner: o\ntasks: { a: { run: echo a } }\n';
const approval = { code: 'SG871', reason: 'it is agreed' };
const written = '2026-03-02T05:00:00.000Z';

/** A desk for a pull request that changes `daily`; whoever judges says how many waivers he was given. */
function world() {
  const forge = new MemoryPulls();
  const tip = forge.commit({ 'pipelines/daily.yml': daily, 'pipelines/other.yml': daily });
  forge.branches.set('main', tip);
  const push = (command: string) =>
    forge.push({ 'pipelines/daily.yml': daily.replace('echo a', command), 'pipelines/other.yml': daily });
  const head = push('echo b');
  const judge = async ({ head: { commit }, waivers: all }: PullChange): Promise<Review> => {
    const agreed = all.filter((waiver) => waiver.commit === commit).length;
    const conclusion = agreed > 0 ? 'success' : 'failure';
    return {
      changesPipelines: true,
      conclusion,
      title: `${agreed} agreed`,
      summary: '',
      annotations: [],
      comment: 'c',
    };
  };
  const desk = reviewDesk({ forge, clock: new ManualClock(written), judge });
  const waivers = async () => {
    const own = await forge.ownComments(7, '');
    return own.kind === 'known' ? waiversIn(own.comments) : [];
  };
  return { forge, desk, head, push, waivers };
}

test('an approval is taken down for the commit, and judged', async () => {
  const { forge, desk, head, waivers } = world();
  expect(await desk.approve(7, approval, 'bob')).toMatchObject({
    isDone: true,
    body: expect.stringContaining('1 agreed'),
  });
  expect(await waivers()).toEqual([{ ...approval, login: 'bob', commit: head, base: 'main' }]);
  expect(forge.checks.at(-1)?.wish.conclusion).toBe('success');
  await desk.approve(7, approval, 'bob');
  expect(await waivers()).toHaveLength(1);
});

test('the next push asks again', async () => {
  const { forge, desk, push } = world();
  await desk.approve(7, approval, 'bob');
  push('echo c');
  expect(await desk.plan?.(7)).toMatchObject({ isDone: true, body: expect.stringContaining('0 agreed') });
  expect(forge.checks.at(-1)?.wish.conclusion).toBe('failure');
});

test('another reason takes the place of the first, and of one that somebody has edited', async () => {
  const { forge, desk, waivers } = world();
  await desk.approve(7, approval, 'bob');
  await desk.approve(7, { ...approval, reason: 'for another reason' }, 'bob');
  expect((await waivers()).map(({ reason }) => reason)).toEqual(['for another reason']);
  for (const { id } of forge.comments) forge.edited.add(id);
  expect(await waivers()).toEqual([]);
  await desk.approve(7, approval, 'bob');
  expect((await waivers()).map(({ reason }) => reason)).toEqual(['it is agreed']);
});

test('nobody agrees to a commit that was pushed after they wrote', async () => {
  const { forge, desk, waivers } = world();
  const refused = { isDone: false, body: expect.stringContaining('had not been judged') };
  expect(await desk.approve(7, approval, 'bob', written)).toMatchObject(refused);
  forge.since.set('pull/7', '2026-03-02T05:00:01.000Z');
  expect(await desk.approve(7, approval, 'bob', written)).toMatchObject(refused);
  expect(await waivers()).toEqual([]);
  forge.since.set('pull/7', written);
  expect(await desk.approve(7, approval, 'bob', written)).toMatchObject({ isDone: true });
});

test('nobody agrees for a branch that it was turned to after they wrote', async () => {
  const { forge, desk, waivers } = world();
  forge.since.set('pull/7', written);
  forge.origin = { ...forge.origin, turns: [{ at: written, from: 'release' }] };
  const refused = { isDone: false, body: expect.stringContaining('another branch than `main`') };
  expect(await desk.approve(7, approval, 'bob', written)).toMatchObject(refused);
  expect(await waivers()).toEqual([]);
  expect(await desk.approve(7, approval, 'bob', '2026-03-02T05:00:01.000Z')).toMatchObject({ isDone: true });
});

test('at what is no open pull request nothing is done', async () => {
  const { forge, desk } = world();
  expect(await desk.pipelinesOf(7)).toEqual(new Set(['daily']));
  expect(await desk.pipelinesOf(8)).toBeUndefined();
  forge.push({}, { state: 'closed' });
  expect(await desk.pipelinesOf(7)).toBeUndefined();
  expect(await desk.approve(7, approval, 'bob')).toMatchObject({ isDone: false });
  forge.trouble = { kind: 'refused', why: 'the token may not do this' };
  expect(await desk.approve(7, approval, 'bob')).toMatchObject({
    isDone: false,
    body: expect.stringContaining('may not'),
  });
});

test.each([
  ['a code that is none', { ...approval, code: 'SG1' }, 'bob'],
  ['a login that is none', approval, 'bob<script>'],
])('%s is refused', async (_, asked, login) => {
  const { desk, waivers } = world();
  expect(await desk.approve(7, asked, login)).toMatchObject({ isDone: false });
  expect(await waivers()).toEqual([]);
});

test('what was agreed to for one branch is nothing for another, and is believed again where it was given', async () => {
  const { forge, desk, waivers, head } = world();
  await desk.approve(7, approval, 'bob');
  const pull = forge.pulls.get(7);
  if (pull === undefined) throw new Error('there is a pull request');
  forge.branches.set('release', forge.branches.get('main') ?? '');
  forge.pulls.set(7, { ...pull, base: 'release' });
  await desk.approve(7, approval, 'bob');
  expect((await waivers()).map(({ commit, base }) => [commit, base])).toEqual([
    [head, 'main'],
    [head, 'release'],
  ]);
});
