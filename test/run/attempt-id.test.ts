import { expect, test } from 'vitest';
import { buildGraph } from '../../src/dag/graph.ts';
import { attemptId, ofRun, timesContinued } from '../../src/run/attempt-id.ts';
import { prepareAttempt } from '../../src/run/attempt-spec.ts';
import type { Action, RunDocument } from '../../src/run/document.ts';
import { resetForResume } from '../../src/run/reset.ts';
import { documentOf } from '../../src/run/run-state.ts';
import { epoch, planOf, taskOf } from '../support/builders.ts';
import { EngineWorld, fails, succeeds } from '../support/engine-world.ts';
import fc from '../support/seeded-fast-check.ts';

const retries = { limit: 3, delayMs: 0, backoff: 'constant', maxDelayMs: 0, jitter: 'none' } as const;
const tasks = [taskOf('list', { retries }), taskOf('load', { retries }), taskOf('sum', { needs: ['list', 'load'] })];

/** What one holder does with a run, and how much of it anybody else gets to know. */
interface Holder {
  /** Each ends the attempt of one task, or lets it have its next try. */
  readonly steps: readonly { readonly task: number; readonly fails: boolean }[];
  /** After so many steps the last checkpoint was pushed; what came later is lost with the holder. */
  readonly pushed: number;
  readonly kind: Action['kind'];
}

const holder: fc.Arbitrary<Holder> = fc.record({
  steps: fc.array(fc.record({ task: fc.nat({ max: 2 }), fails: fc.boolean() }), { maxLength: 8 }),
  pushed: fc.nat({ max: 8 }),
  kind: fc.constantFrom('resume', 'retry'),
});

/** Plays one holder after the other, each from what the last one has pushed; gives the ids as they were given out. */
function idsOf(holders: readonly Holder[]): readonly string[] {
  const ids: string[] = [];
  let known: RunDocument | undefined;
  for (const { steps, pushed, kind } of holders) {
    const actions: readonly Action[] = known === undefined ? [] : [...known.actions, { kind, by: 'o', at: epoch }];
    const world = worldOf(known, timesContinued(actions));
    // The claim is at the remote, with the action, before the first task starts.
    known = documentOf(world.state, actions);
    ids.push(...startedIn(world, 0));
    steps.forEach((step, index) => {
      const seen = world.effects.length;
      play(world, step);
      ids.push(...startedIn(world, seen));
      if (index < pushed) known = documentOf(world.state, actions);
    });
  }
  return ids;
}

function worldOf(document: RunDocument | undefined, continued: number): EngineWorld {
  if (document === undefined) return new EngineWorld(planOf(tasks));
  const reset = resetForResume(document, buildGraph(tasks));
  return new EngineWorld(planOf(tasks, { continued }), { document, reset });
}

function play(world: EngineWorld, step: Holder['steps'][number]): void {
  const moves = [...world.running.keys(), ...world.waiting];
  const task = moves[step.task % moves.length];
  if (task === undefined) return;
  if (world.waiting.has(task)) world.retryDue(task);
  else world.finish(task, step.fails ? fails : succeeds);
}

function startedIn({ state, effects }: EngineWorld, from: number): readonly string[] {
  return effects.slice(from).flatMap((effect) => {
    if (effect.type !== 'start') return [];
    const prepared = prepareAttempt(state, effect.task, effect.attempt);
    return prepared.ok ? [prepared.spec.id] : [];
  });
}

test('whoever goes on with a run, and whatever they have not seen of it, no id is given twice', () => {
  fc.assert(
    fc.property(fc.array(holder, { minLength: 1, maxLength: 6 }), (holders) => {
      const ids = idsOf(holders);
      expect(ids).toEqual([...new Set(ids)]);
    }),
    { numRuns: 500 },
  );
});

test('of two ids of a task the later one is greater', () => {
  const { compare } = new Intl.Collator('en', { numeric: true });
  fc.assert(
    fc.property(fc.array(holder, { minLength: 1, maxLength: 12 }), (holders) => {
      for (const task of tasks) {
        const ids = idsOf(holders).filter((id) => id.split('/')[1] === task.id);
        expect([...ids].sort(compare)).toEqual(ids);
      }
    }),
  );
});

test('numbers alone do repeat: the second holder has not seen what the first has begun', () => {
  const step = { task: 0, fails: true };
  const lost: Holder = { steps: [step, { task: 1, fails: false }], pushed: 0, kind: 'resume' };
  const ids = idsOf([lost, { ...lost, steps: [] }, { ...lost, steps: [] }]).filter((id) => id.includes('/list/'));
  expect(ids).toEqual(['r-test0000/list/1', 'r-test0000/list/2', 'r-test0000/list/c1.2', 'r-test0000/list/c2.3']);
});

test('an attempt keeps in its record what its id was made of', () => {
  const world = worldOf(documentOf(new EngineWorld(planOf(tasks)).state), 2);
  const { tasks: records, run } = documentOf(world.state);
  const ids = (records.load?.attempts ?? []).map((attempt) => attemptId({ run, task: 'load', ...attempt }));
  expect(ids).toEqual(['r-test0000/load/1', 'r-test0000/load/c2.2']);
});

test.each([
  ['r-1/load/1', 1, true],
  ['r-1/load/12', 1, true],
  ['r-1/load[3]/c1.4', 2, true],
  ['r-1/load/c2.4', 2, false],
  ['r-1/load/c10.4', 2, false],
  ['r-1/c1.9/1', 1, true],
  ['r-1/load/c2.4', undefined, true],
  ['r-10/load/1', 1, false],
  ['r-1', 1, false],
])('%s before %s: %s', (id, before, expected) => {
  expect(ofRun('r-1', before)(id)).toBe(expected);
});

test('continuations are counted, other actions of people are not', () => {
  const kinds = ['resume', 'mark', 'retry', 'cancel', 'resume', 'lost'] as const;
  expect(timesContinued(kinds.map((kind) => ({ kind })))).toBe(3);
});
