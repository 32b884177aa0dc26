import { expect, test } from 'vitest';
import { answerComment, answerLate } from '../../src/command/answer-comment.ts';
import { Problem } from '../../src/diagnostic/problem.ts';
import { meant, world } from './comment-world.ts';

class Death extends Error {}

/** Dies at the n-th thing that it does to the world: before it is done, or right after. */
function mortal<T extends object>(whole: T, life: { left: number; isAfter: boolean }): T {
  return new Proxy(whole, {
    get: (target, name) => {
      const found = Reflect.get(target, name);
      if (typeof found !== 'function') return found;
      return async (...given: unknown[]) => {
        if (life.left-- === 0 && !life.isAfter) throw new Death();
        const answer = await found.apply(target, given);
        if (life.left === -1 && life.isAfter) throw new Death();
        return answer;
      };
    },
  });
}

const deaths = Array.from({ length: 9 }, (_, left) => [false, true].map((isAfter) => [left, isAfter] as const)).flat();

test.each(deaths)('whoever dies at step %i (after it: %s) loses no command and doubles none', async (left, isAfter) => {
  for (const body of ['/segue retry daily', '/segue pause daily']) {
    const { tools, commentOf, pass, desk, forge, done, reply } = await world();
    const comment = commentOf(body);
    const life = { left, isAfter };
    const { ledger } = tools();
    const doomed = { forge: mortal(forge, life), desk: mortal(desk, life), ledger: mortal(ledger, life) };
    await answerComment(comment, doomed).catch((error) => {
      if (!(error instanceof Death)) throw error;
    });
    // The webhook is delivered again at once, and only much later somebody looks what is left.
    await answerComment(comment, tools());
    pass(11 * 60_000);
    await answerLate(comment, false, tools());
    await answerLate(comment, false, tools());
    expect(reply()).toHaveLength(1);
    const [text = ''] = reply();
    if (done.length === 0) expect(text).toContain('not known');
    if (body.includes('retry')) expect(done.length).toBeLessThanOrEqual(1);
    else expect(done.length).toBeGreaterThanOrEqual(1);
    expect(await tools().ledger.unsettled()).toEqual([]);
  }
});

test('where a reply stands and only the note of it was lost nothing is done again, and nothing else is said', async () => {
  const { tools, commentOf, desk, pass, done, reply } = await world();
  const comment = commentOf('/segue pause daily');
  const { ledger } = tools();
  const forgetful = Object.assign(Object.create(ledger) as typeof ledger, {
    take: (key: string) => ledger.take(key),
    settle: () => Promise.reject(new Problem('SG609', 'The remote is away.', '')),
  });
  await answerComment(comment, tools({ ledger: forgetful }));
  const said = reply();
  pass(11 * 60_000);
  const changed = { ...desk, pause: async () => false };
  const answer = await answerLate(comment, false, tools({ desk: changed }));
  expect(answer).toEqual({ kind: 'ignored', why: 'it was answered before' });
  expect(reply()).toEqual(said);
  expect(done).toHaveLength(1);
  expect(await ledger.unsettled()).toEqual([]);
});

test.each<[string, boolean]>([
  ['/segue pause daily', false],
  ['/segue cancel r-7k2m9x4q', false],
  ['/segue cancel daily', false],
  ['/segue resume daily', true],
])('%s of somebody who died is done late though others have asked for something since: %s', async (body, isDone) => {
  const { tools, commentOf, pass, done, reply } = await world();
  await tools().ledger.take('comment/7');
  await answerComment(commentOf('/segue unpause daily', { id: 8 }), tools());
  pass(11 * 60_000);
  expect(await answerLate(commentOf(body), false, tools())).toMatchObject({ isDone });
  expect(done).toHaveLength(isDone ? 1 : 0);
  expect(reply()[1]?.includes('not known')).toBe(!isDone);
});

test.each<[string, number]>([
  ['/segue cancel r-7k2m9x4q', 1],
  ['/segue mark r-7k2m9x4q load success by hand', 1],
  ['/segue cancel daily', 0],
  ['/segue mark daily load success by hand', 0],
])(
  '%s of somebody who died is done late %i times: the newest run of a pipeline may be another one by now',
  async (body, times) => {
    const { tools, commentOf, desk, pass, done } = await world();
    await tools().ledger.take('comment/7');
    pass(11 * 60_000);
    const known = { ...desk, findGoingOn: async () => meant };
    await answerLate(commentOf(body), false, tools({ desk: known }));
    expect(done).toHaveLength(times);
  },
);

test('late, a run that has ended may have been ended by who died', async () => {
  const { tools, commentOf, desk, pass, reply } = await world();
  await tools().ledger.take('comment/7');
  pass(11 * 60_000);
  const findGoingOn = () => Promise.reject(new Problem('SG721', 'Run r-7k2m9x4q has ended already: cancelled.', ''));
  await answerLate(commentOf('/segue cancel r-7k2m9x4q'), false, tools({ desk: { ...desk, findGoingOn } }));
  expect(reply()).toEqual([expect.stringMatching(/is not known.*has ended already: cancelled/s)]);
});

test('what was edited after it was taken up is not done late', async () => {
  const { tools, commentOf, pass, done, reply } = await world();
  const comment = commentOf('/segue pause daily');
  await tools().ledger.take('comment/7');
  pass(11 * 60_000);
  expect(await answerLate(comment, true, tools())).toMatchObject({ isDone: false });
  expect(done).toEqual([]);
  expect(reply()).toEqual([expect.stringContaining('not known')]);
});
