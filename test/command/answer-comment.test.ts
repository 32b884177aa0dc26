import { expect, test } from 'vitest';
import { answerComment } from '../../src/command/answer-comment.ts';
import type { CommandDesk } from '../../src/command/desk.ts';
import type { NewComment } from '../../src/command/reply.ts';
import { Problem } from '../../src/diagnostic/problem.ts';
import { UnsureProblem } from '../../src/diagnostic/unsure-problem.ts';
import { good, incident, meant, world } from './comment-world.ts';

test.each<[string, unknown]>([
  ['/segue retry daily load', ['retry', meant, ['load']]],
  ['/segue mark daily load skipped by hand', ['mark', meant, 'load', 'skipped', 'by hand']],
  ['/segue cancel daily wrong day', ['cancel', meant, 'wrong day']],
  ['/segue pause daily', ['pause', 'daily', undefined]],
  ['/segue run daily --param country=DE', ['run', { pipeline: 'daily', params: { country: 'DE' } }]],
  ['/segue resume daily', ['resume', 'daily']],
  ['/segue backfill daily-2025', ['backfill', 'daily-2025']],
  [
    '/segue rollback daily to v1.2',
    ['rollback', { pipeline: 'daily', login: 'ana', issue: 1, to: { kind: 'then', revision: 'v1.2' } }],
  ],
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

test('in the issue of an incident a rollback is to before the commit that it suspects', async () => {
  const suspect = { commit: good, title: 'New role', number: 412 };
  const { say, done } = await world({ ...incident, pipelines: ['daily'], suspect });
  await say('/segue rollback');
  const to = { kind: 'before', revision: good };
  expect(done).toEqual([['rollback', { pipeline: 'daily', login: 'ana', issue: 1, to }]]);
});

test('of two who hear of a comment at the same time one does it', async () => {
  const { tools, commentOf, done, reply } = await world();
  const comment = commentOf('/segue retry daily');
  const answers = await Promise.all([answerComment(comment, tools()), answerComment(comment, tools())]);
  expect(answers.map(({ kind }) => kind).sort()).toEqual(['answered', 'ignored']);
  expect([done.length, reply().length]).toEqual([1, 1]);
});

test('a stranger leaves no trace in the state, however much they say', async () => {
  const { say, tools } = await world();
  await say('/segue retry daily', { login: 'mallory' });
  expect(await tools().ledger.known()).toEqual(new Set());
});

test.each([
  new UnsureProblem('SG961', 'GitHub did not answer.', 'See the list of runs.'),
  new Problem('SG609', 'The remote did not confirm it.', 'Check the network.'),
])('whose request may have come through is not told that nothing was done: $code', async (problem) => {
  const { tools, commentOf, desk, reply, shown } = await world();
  const run = () => Promise.reject(problem);
  await answerComment(commentOf('/segue run daily'), tools({ desk: { ...desk, run } }));
  expect(reply()).toEqual([expect.stringMatching(/by ana: whether it was done is not known\..*\(`SG\d+`\)/s)]);
  expect(shown()).toEqual(['eyes', 'confused']);
});

test('of several retries that one comment asks for those stand that were taken', async () => {
  const { tools, commentOf, desk, done, reply } = await world({ ...incident, runs: ['r-7k2m9x4q', 'r-aaaaaaaa'] });
  const retry: CommandDesk['retry'] = async (meant, tasks) => {
    if (meant.run === 'r-aaaaaaaa') throw new Problem('SG714', 'Run r-aaaaaaaa has not ended.', '');
    return desk.retry(meant, tasks);
  };
  const answer = await answerComment(commentOf('/segue retry'), tools({ desk: { ...desk, retry } }));
  expect(answer).toMatchObject({ isDone: true });
  expect(done).toHaveLength(1);
  expect(reply()).toEqual([
    expect.stringContaining('`r-aaaaaaaa`: not asked for, or not confirmed. Run r-aaaaaaaa has not ended.'),
  ]);
});
