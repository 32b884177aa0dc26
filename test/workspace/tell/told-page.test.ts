import { expect, test } from 'vitest';
import type { Ensured } from '../../../src/report/forge/forge.ts';
import { ToldPage } from '../../../src/workspace/tell/told-page.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import fc from '../../support/seeded-fast-check.ts';

const done: Ensured = { kind: 'created', id: 7, url: 'u' };
const away: Ensured = { kind: 'unreachable', why: 'no answer' };

/** A page whose requests are answered when a test says so. */
function world() {
  const clock = new ManualClock('2026-03-02T05:00:00Z');
  const asked: (number | undefined)[] = [];
  const settled: Ensured[] = [];
  let answerIt: ((answer: Ensured) => void) | undefined;
  const page = new ToldPage({
    clock,
    tell: (id) => {
      asked.push(id);
      if (answerIt !== undefined) throw new Error('two requests at once');
      return new Promise((resolve) => {
        answerIt = resolve;
      });
    },
    settled: (answer) => settled.push(answer),
  });
  const answer = async (with_: Ensured) => {
    const resolve = answerIt;
    answerIt = undefined;
    resolve?.(with_);
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
  };
  return { clock, page, asked, settled, answer, isWaiting: () => answerIt !== undefined };
}

test('what is over soon is told by one request', async () => {
  const { clock, page, asked, settled, answer } = world();
  page.changed();
  clock.advance(1_999);
  page.finish();
  await answer(done);
  expect(asked).toEqual([undefined]);
  expect(settled).toEqual([done]);
});

test('what goes on is told soon, later changes together', async () => {
  const { clock, page, asked, answer } = world();
  page.changed();
  clock.advance(2_000);
  await answer(done);
  page.changed();
  page.changed();
  expect(asked).toEqual([undefined]);
  clock.advance(15_000);
  expect(asked).toEqual([undefined, 7]);
});

test('a long run costs few requests', async () => {
  const { clock, page, asked, answer } = world();
  for (let second = 0; second < 3600; second++) {
    page.changed();
    await answer(done);
    clock.advance(1_000);
  }
  expect(asked.length).toBeLessThan(35);
});

test('the end is told at once, also while an older page is on its way', async () => {
  const { clock, page, asked, settled, answer } = world();
  page.changed();
  clock.advance(2_000);
  page.finish();
  expect(asked).toHaveLength(1);
  await answer(done);
  expect(asked).toEqual([undefined, 7]);
  await answer({ ...done, kind: 'updated' });
  expect(settled).toEqual([{ ...done, kind: 'updated' }]);
});

test('an end that did not come through is tried again', async () => {
  const { clock, page, asked, settled, answer } = world();
  page.finish();
  await answer(away);
  clock.advance(19_999);
  expect(asked).toHaveLength(1);
  clock.advance(1);
  await answer({ ...away, retryAfterMs: 90_000 } as Ensured);
  clock.advance(89_999);
  expect(asked).toHaveLength(2);
  clock.advance(1);
  await answer(done);
  expect(settled).toEqual([done]);
  expect(asked).toHaveLength(3);
});

test('a refused end is settled: it would be refused again', async () => {
  const { page, settled, answer } = world();
  page.finish();
  await answer({ kind: 'refused', why: 'no permission' });
  expect(settled).toHaveLength(1);
});

test('a bug in telling is an answer like others: the run that is told of goes on', async () => {
  const settled: Ensured[] = [];
  const page = new ToldPage({
    clock: new ManualClock('2026-03-02T05:00:00Z'),
    tell: () => Promise.reject(new TypeError('undefined is not a page')),
    settled: (answer) => settled.push(answer),
  });
  page.finish();
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
  expect(settled).toEqual([{ kind: 'refused', why: 'Segue has a bug: TypeError: undefined is not a page' }]);
});

test('after it was stopped nothing is asked any more', async () => {
  const { clock, page, asked, answer } = world();
  page.finish();
  await answer(away);
  page.stop();
  clock.advance(600_000);
  expect(asked).toHaveLength(1);
});

test('whatever happens in whatever order: one request at a time, and the last page is told once the forge is there', async () => {
  const step = fc.oneof(
    fc.constant({ do: 'change' as const }),
    fc.record({ do: fc.constant('answer' as const), with: fc.constantFrom(done, away) }),
    fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 200_000 }) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), fc.array(step, { maxLength: 10 }), async (before, after) => {
      const { clock, page, settled, answer, isWaiting } = world();
      const play = async (steps: typeof before) => {
        for (const each of steps) {
          if (each.do === 'change') page.changed();
          else if (each.do === 'answer') await answer(each.with);
          else clock.advance(each.ms);
        }
      };
      await play(before);
      page.finish();
      await play(after.filter((each) => each.do !== 'change'));
      for (let round = 0; round < 4 && settled.length === 0; round++) {
        if (isWaiting()) await answer(done);
        clock.advance(20_000);
      }
      expect(settled).toEqual([done]);
    }),
  );
});
