import { expect, test } from 'vitest';
import { noFacts } from '../../../src/workspace/tell/check-facts.ts';
import { CheckReporter } from '../../../src/workspace/tell/check-reporter.ts';
import { pipelineOf, taskOf } from '../../support/builders.ts';
import { documentOf, recordOf } from '../../support/documents.ts';
import { MemoryForge } from '../../support/github-memory-forge.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const opening = documentOf({ load: recordOf('running') });
const ended = documentOf({ load: recordOf('success') }, { state: 'success', finishedAt: '2026-03-02T05:10:00.000Z' });

/** A run that is followed for a while by a process that may lose it. */
function following() {
  const clock = new ManualClock('2026-03-02T05:00:00Z');
  const forge = new MemoryForge();
  const reporter = new CheckReporter({ clock, forge, factsOf: async () => noFacts });
  let isOurs = true;
  const pipeline = pipelineOf([taskOf('load')]);
  const follower = reporter.follow({
    run: opening.run,
    pipeline,
    root: '/nowhere',
    usualMs: {},
    opening,
    isOurs: () => isOurs,
  });
  const passed = async (ms: number) => {
    clock.advance(ms);
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  };
  const lose = () => {
    isOurs = false;
  };
  return { clock, forge, reporter, follower, passed, lose };
}

test('a run is shown as it goes on, and as it ends', async () => {
  const { forge, reporter, follower, passed } = following();
  await passed(3_000);
  expect(forge.checks.map(({ wish }) => wish.status)).toEqual(['in_progress']);
  follower.ended(ended);
  await passed(0);
  expect(forge.checks.map(({ wish }) => wish.conclusion)).toEqual(['success']);
  expect(await reporter.close(1_000)).toMatchObject([{ run: opening.run, answer: { kind: expect.any(String) } }]);
});

test('whoever may have lost a run shows nothing of it any more, and leaves its end to others', async () => {
  const { forge, reporter, follower, passed, lose } = following();
  await passed(3_000);
  const before = structuredClone(forge.checks);
  lose();
  follower.moved(() => documentOf({ load: recordOf('failed') }));
  await passed(60_000);
  follower.ended(documentOf({ load: recordOf('failed') }, { state: 'failed', finishedAt: ended.startedAt }));
  await passed(60_000);
  expect(forge.checks).toEqual(before);
  expect(await reporter.close(1_000)).toMatchObject([{ answer: { kind: 'unreachable' } }]);
});
