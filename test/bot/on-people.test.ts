import { expect, test } from 'vitest';
import { reactionsTo } from '../../src/bot/events.ts';
import type { Job } from '../../src/bot/job.ts';
import { JobQueue } from '../../src/bot/job-queue.ts';
import { webhookEvent } from '../../src/bot/webhook-event.ts';
import { place } from '../support/bot-process.ts';
import fc from '../support/seeded-fast-check.ts';

/** Kind and key of each job that an event brings about. */
function jobs(name: string, payload: object): readonly string[] {
  return reactionsTo(webhookEvent('one', name, { ...place, ...payload })).map((reaction) =>
    reaction === 'look-around' ? reaction : `${reaction.kind} ${reaction.key}`,
  );
}

const commit = 'c'.repeat(40);
const sender = { login: 'ana', type: 'User' };
const review = { name: 'segue / pipelines', head_sha: commit, external_id: 'pull/7' };
const run = { name: 'daily', head_sha: commit, external_id: 'r-7k2m9x4q' };
const bot = { login: 'segue[bot]' };

test.each<[string, string, object, readonly string[]]>([
  [
    'a review asked for again',
    'check_run',
    { action: 'rerequested', check_run: review, sender },
    ['review acme/data#7'],
  ],
  [
    'a review of nobody knows what',
    'check_run',
    { action: 'rerequested', check_run: { ...review, external_id: 'x' }, sender },
    [`review acme/data@${commit}`],
  ],
  [
    'a run asked for again',
    'check_run',
    { action: 'rerequested', check_run: run, sender },
    ['button acme/data r-7k2m9x4q'],
  ],
  [
    'a button that nobody has made',
    'check_run',
    { action: 'requested_action', requested_action: { identifier: 'launch' }, check_run: run, sender },
    [],
  ],
  [
    'the check of somebody else',
    'check_run',
    { action: 'rerequested', check_run: { ...run, external_id: '../etc' }, sender },
    [],
  ],
  [
    'a command',
    'issue_comment',
    { action: 'created', issue: { number: 7 }, comment: { id: 1, body: '/segue ack', user: sender } },
    ['command acme/data#7'],
  ],
  [
    'other words',
    'issue_comment',
    { action: 'created', issue: { number: 7 }, comment: { id: 1, body: 'Thanks!\n/segue ack', user: sender } },
    [],
  ],
  [
    'a command that was edited in',
    'issue_comment',
    { action: 'edited', issue: { number: 7 }, comment: { id: 1, body: '/segue ack', user: sender } },
    [],
  ],
  [
    'an issue of ours that is closed',
    'issues',
    { action: 'closed', issue: { number: 7, user: bot }, sender },
    ['issue acme/data#7'],
  ],
  [
    'one that we close ourselves',
    'issues',
    { action: 'closed', issue: { number: 7, user: bot }, sender: { ...bot, type: 'Bot' } },
    [],
  ],
  ['one of a person', 'issues', { action: 'closed', issue: { number: 7, user: sender }, sender }, []],
  [
    'the end of the workflow',
    'workflow_run',
    {
      action: 'completed',
      workflow_run: { path: '.github/workflows/segue.yml@refs/heads/main', conclusion: 'failure' },
    },
    ['workflow-run acme/data look'],
  ],
  [
    'the end of another one',
    'workflow_run',
    { action: 'completed', workflow_run: { path: '.github/workflows/ci.yml', conclusion: 'failure' } },
    [],
  ],
  ['a push to the default branch', 'push', { ref: 'refs/heads/main' }, ['clock acme/data look']],
  ['a push of a tag of that name', 'push', { ref: 'refs/tags/main' }, []],
])('%s', (_, name, payload, expected) => {
  expect(jobs(name, payload)).toEqual(expected);
});

test('pushes that wait are one job, and do not hide that a job has died', () => {
  const queue = new JobQueue<Job>({ most: 100, mostOfGroup: 2, mostInBackground: 1, groupOf: ({ key }) => key });
  const offer = (name: string, payload: object) => {
    for (const job of reactionsTo(webhookEvent('one', name, { ...place, ...payload })))
      if (job !== 'look-around') queue.offer(job);
    return queue.waiting;
  };
  const push = { ref: 'refs/heads/main' };
  const death = { action: 'completed', workflow_run: { path: '.github/workflows/segue.yml', conclusion: 'failure' } };
  expect([offer('push', push), offer('push', push), offer('workflow_run', death), offer('push', push)]).toEqual([
    1, 1, 2, 2,
  ]);
});

test.each([
  ['asks for a run again', { action: 'rerequested' }],
  ['presses a button', { action: 'requested_action', requested_action: { identifier: 'cancel' } }],
])('nothing comes of it if a program %s', (_, asked) => {
  expect(jobs('check_run', { ...asked, check_run: run, sender: { login: 'retry-all[bot]', type: 'Bot' } })).toEqual([]);
});

test('no payload, however it is made, makes a handler throw', () => {
  const names = fc.constantFrom('check_run', 'issue_comment', 'issues', 'workflow_run', 'push');
  const actions = fc.constantFrom('created', 'closed', 'labeled', 'rerequested', 'requested_action', 'completed');
  const parts = fc.dictionary(
    fc.constantFrom('comment', 'issue', 'check_run', 'requested_action', 'workflow_run', 'sender', 'ref'),
    fc.jsonValue(),
  );
  fc.assert(fc.property(names, actions, parts, (name, action, more) => void jobs(name, { action, ...more })));
});
