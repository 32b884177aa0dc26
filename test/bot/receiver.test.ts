import { expect, test } from 'vitest';
import type { Job } from '../../src/bot/job.ts';
import type { Offered } from '../../src/bot/job-queue.ts';
import { Receiver } from '../../src/bot/receiver.ts';
import { ManualClock } from '../support/manual-clock.ts';

const payload = {
  action: 'opened',
  installation: { id: 9 },
  repository: { name: 'data', owner: { login: 'acme' }, default_branch: 'main' },
  pull_request: { number: 7 },
};

function world(answer: Offered = 'queued') {
  const jobs: Job[] = [];
  let looks = 0;
  const state = { answer };
  const owed: string[] = [];
  const clock = new ManualClock('2026-11-21T12:00:00Z');
  const receiver = new Receiver({
    offer: (job) => {
      jobs.push(job);
      return state.answer;
    },
    lookSoon: () => {
      looks += 1;
    },
    owe: (id, since) => void owed.push(`${id} ${new Date(since).toISOString()}`),
    clock,
  });
  return { receiver, jobs, state, owed, clock, looks: () => looks };
}

test('a delivery counts once, another one of the same content again', () => {
  const { receiver, jobs } = world();
  const outcomes = ['1', '1', '2', '1'].map((id) => receiver.receive(id, 'pull_request', payload));
  expect(outcomes).toEqual(['queued', 'repeated', 'queued', 'repeated']);
  expect(jobs.map(({ key }) => key)).toEqual(['acme/data#7', 'acme/data#7']);
});

test('what was dropped may be sent again', () => {
  const { receiver, state } = world('full');
  expect(receiver.receive('1', 'pull_request', payload)).toBe('dropped');
  state.answer = 'replaced';
  expect(receiver.receive('1', 'pull_request', payload)).toBe('replaced');
  expect(receiver.receive('1', 'pull_request', payload)).toBe('repeated');
});

test('and so may what was not done', () => {
  const { receiver, jobs } = world();
  receiver.receive('1', 'pull_request', payload);
  for (const job of jobs) receiver.wasInVain(job, true);
  expect(receiver.receive('1', 'pull_request', payload)).toBe('queued');
});

test('what nothing follows from is not remembered, and a new installation is looked at', () => {
  const { receiver, jobs, looks } = world();
  expect(receiver.receive('1', 'star', payload)).toBe('ignored');
  expect(receiver.receive('1', 'installation', { action: 'created', installation: { id: 9 } })).toBe('queued');
  expect([jobs, looks()]).toEqual([[], 1]);
});

const review = { ...payload, action: 'submitted' };

test('what nothing else tells is heard when it is taken up, or when nothing follows from it, and so need not be looked for', () => {
  const { receiver, owed } = world();
  receiver.receive('1', 'pull_request_review', review);
  receiver.receive('2', 'issues', { ...payload, action: 'closed', issue: { number: 7 } });
  receiver.receive('3', 'pull_request', payload);
  expect(['1', '2', '3', '4'].map((id) => receiver.hasHeard(id))).toEqual([true, true, false, false]);
  expect(owed).toEqual([]);
});

test('it is owed if the queue was full or it could not be done, from when it came or was sent; not if it was refused', () => {
  const { receiver, jobs, state, owed, clock } = world('full');
  receiver.receive('1', 'pull_request_review', review);
  expect([owed, receiver.hasHeard('1')]).toEqual([['1 2026-11-21T12:00:00.000Z'], false]);
  state.answer = 'queued';
  clock.advance(60_000);
  receiver.receive('2', 'pull_request_review', review);
  clock.advance(3_600_000);
  const sentAt = Date.parse('2026-11-20T09:00:00Z');
  receiver.receive('3', 'pull_request_review', review, { sentAt, newestAt: sentAt });
  receiver.receive('4', 'pull_request_review', review);
  const [, second, third, fourth] = jobs as [Job, Job, Job, Job];
  receiver.wasInVain(second, true);
  receiver.wasInVain(third, true);
  receiver.wasInVain(fourth, false);
  expect(owed.slice(1)).toEqual(['2 2026-11-21T12:01:00.000Z', '3 2026-11-20T09:00:00.000Z']);
  expect(['2', '3', '4'].map((id) => receiver.hasHeard(id))).toEqual([false, false, true]);
  // Somebody has GitHub send it again.
  expect(receiver.receive('4', 'pull_request_review', review)).toBe('queued');
});
