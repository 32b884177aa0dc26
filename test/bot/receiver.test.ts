import { expect, test } from 'vitest';
import type { Job } from '../../src/bot/job.ts';
import type { Offered } from '../../src/bot/job-queue.ts';
import { Receiver } from '../../src/bot/receiver.ts';

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
  const receiver = new Receiver({
    offer: (job) => {
      jobs.push(job);
      return state.answer;
    },
    lookSoon: () => {
      looks += 1;
    },
  });
  return { receiver, jobs, state, looks: () => looks };
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
  for (const job of jobs) receiver.wasInVain(job);
  expect(receiver.receive('1', 'pull_request', payload)).toBe('queued');
});

test('what nothing follows from is not remembered, and a new installation is looked at', () => {
  const { receiver, jobs, looks } = world();
  expect(receiver.receive('1', 'star', payload)).toBe('ignored');
  expect(receiver.receive('1', 'installation', { action: 'created', installation: { id: 9 } })).toBe('queued');
  expect([jobs, looks()]).toEqual([[], 1]);
});
