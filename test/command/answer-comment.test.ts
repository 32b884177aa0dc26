import { expect, test } from 'vitest';
import { answerComment, type NewComment } from '../../src/command/answer-comment.ts';
import type { CommandDesk } from '../../src/command/carry-out.ts';
import type { Subject } from '../../src/command/command.ts';
import { Problem } from '../../src/diagnostic/problem.ts';
import { MemoryForge } from '../support/github-memory-forge.ts';

const meant = { run: 'r-7k2m9x4q', pipeline: 'daily' };

/** A forge with one issue, and a desk that writes down what it is asked. */
async function world(here?: Subject) {
  const forge = new MemoryForge({ writers: ['ana'] });
  const issue = { key: 'a', title: 't', body: 'b', state: 'open', labels: [], assignees: [] } as const;
  await forge.ensureIssue(issue);
  const done: unknown[] = [];
  const desk: CommandDesk = {
    subjectOf: async (issue) => (issue === 1 ? here : undefined),
    findEnded: async (target) => ({ ...meant, run: target.startsWith('r-') ? target : meant.run }),
    ack: async (...asked) => void done.push(['ack', ...asked]),
    snooze: async (...asked) => {
      done.push(['snooze', ...asked]);
      return '2026-03-02T09:00:00.000Z';
    },
    findGoingOn: async (target) => {
      if (target !== 'daily') throw new Problem('SG709', `There is no run ${target}.`, 'Did you mean @daily?');
      return meant;
    },
    retry: async (...asked) => {
      done.push(['retry', ...asked]);
      return { page: 'https://github.com/acme/data/actions/runs/7' };
    },
    mark: async (...asked) => void done.push(['mark', ...asked]),
    cancel: async (...asked) => {
      done.push(['cancel', ...asked]);
      return 'asked';
    },
    pause: async (...asked) => done.push(['pause', ...asked]) > 0,
    unpause: async () => false,
  };
  const say = (body: string, more: Partial<NewComment> = {}) =>
    answerComment({ id: 7, issue: 1, login: 'ana', isBot: false, body, ...more }, forge, desk);
  const shown = () => forge.reactions.map(({ content }) => content);
  return { forge, say, done, shown, reply: () => forge.comments.map(({ wish }) => wish.body) };
}

test.each<[string, unknown]>([
  ['/segue retry daily load', ['retry', meant, ['load']]],
  ['/segue mark daily load skipped by hand', ['mark', meant, 'load', 'skipped', 'by hand']],
  ['/segue cancel daily wrong day', ['cancel', meant, 'wrong day']],
  ['/segue pause daily', ['pause', 'daily', undefined]],
])('%s is done, shown by a reaction and told by one reply', async (body, asked) => {
  const { say, done, shown, reply } = await world();
  expect(await say(body)).toMatchObject({ kind: 'answered', isDone: true });
  expect(done).toEqual([asked]);
  expect(shown()).toEqual(['eyes', 'rocket']);
  expect(reply()).toEqual([expect.stringContaining('daily')]);
});

test('a retry links the job that does it', async () => {
  const { say, reply } = await world();
  await say('/segue retry daily');
  const linked = `\`${meant.run}\` (\`daily\`): [the job](https://github.com/acme/data/actions/runs/7)`;
  expect(reply()).toEqual([expect.stringContaining(linked)]);
});

test('an event that is delivered again does nothing', async () => {
  const { say, done, reply } = await world();
  await say('/segue cancel daily');
  expect(await say('/segue cancel daily')).toEqual({ kind: 'ignored', why: 'it was taken up before' });
  expect(done).toHaveLength(1);
  expect(reply()).toHaveLength(1);
});

test.each<[string, string, Partial<NewComment>]>([
  ['what a program writes', '/segue cancel daily', { isBot: true }],
  ['what is no command', 'Has anybody looked?', {}],
  ['a reply that quotes one', '> /segue cancel daily\n\nNo.', {}],
])('%s is left alone', async (_, body, more) => {
  const { say, done, shown, reply } = await world();
  expect(await say(body, more)).toMatchObject({ kind: 'ignored' });
  expect([done, shown(), reply()]).toEqual([[], [], []]);
});

test('who may not write to the repository is told so, and commands nothing', async () => {
  const { say, done, shown, reply } = await world();
  expect(await say('/segue cancel daily', { login: 'mallory' })).toMatchObject({ isDone: false });
  expect(done).toEqual([]);
  expect(shown()).toEqual(['eyes', 'confused']);
  expect(reply()).toEqual([expect.stringContaining('mallory may not')]);
});

test('if the forge does not say who asks nothing is done', async () => {
  const { forge, say, done } = await world();
  forge.trouble = { kind: 'unreachable', why: 'no answer' };
  expect(await say('/segue cancel daily')).toEqual({ kind: 'failed', why: 'no answer' });
  expect(done).toEqual([]);
});

test('what cannot be done is told with what to do, and mentions nobody', async () => {
  const { say, shown, reply } = await world();
  await say('/segue cancel dialy');
  expect(shown()).toEqual(['eyes', 'confused']);
  const [text = ''] = reply();
  expect(text).toContain('There is no run dialy.');
  expect(text).toContain('SG709');
  expect(text).not.toMatch(/@d/);
});

test('a command that is typed wrong is shown how', async () => {
  const { say, reply } = await world();
  await say('/segue cancle @everyone closes #1');
  expect(reply()).toEqual([expect.stringContaining('Did you mean /segue cancel?')]);
});

const incident: Subject = {
  incident: 'abcd',
  runs: ['r-7k2m9x4q', 'r-aaaaaaaa'],
  pipelines: ['daily', 'hourly'],
  isTarget: () => false,
};

test.each<[string, unknown[]]>([
  ['/segue ack', [['ack', 'abcd', 'ana']]],
  ['/segue snooze 4h', [['snooze', 'abcd', 'ana', 14_400_000]]],
  [
    '/segue retry',
    [
      ['retry', meant, []],
      ['retry', { ...meant, run: 'r-aaaaaaaa' }, []],
    ],
  ],
])('in the issue of an incident %s needs no more words', async (body, asked) => {
  const { say, done, reply } = await world(incident);
  expect(await say(body)).toMatchObject({ kind: 'answered', isDone: true });
  expect(done).toEqual(asked);
  expect(reply()).toHaveLength(1);
});

test.each(['/segue ack', '/segue snooze 4h', '/segue retry'])('elsewhere %s means nothing', async (body) => {
  const { say, done, shown } = await world();
  expect(await say(body)).toMatchObject({ isDone: false });
  expect(done).toEqual([]);
  expect(shown()).toEqual(['eyes', 'confused']);
});

test('help lists all commands', async () => {
  const { say, reply } = await world();
  await say('/segue');
  expect(reply()[0]?.match(/\/segue \w+/g)).toEqual(expect.arrayContaining(['/segue retry', '/segue unpause']));
});
