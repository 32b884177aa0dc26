import { expect, test } from 'vitest';
import { commandTools } from '../../src/bot/command-tools.ts';
import type { Desk } from '../../src/bot/job.ts';
import { answerComment } from '../../src/command/answer-comment.ts';
import type { NewComment } from '../../src/command/reply.ts';
import { GithubClient } from '../../src/github/client.ts';
import { githubForge } from '../../src/github/forge.ts';
import { leapingTimes } from '../support/leaping-clock.ts';
import { type DeskWorld, deskOf, deskWorld } from './desk-world.ts';

const files = { 'pipelines/daily.yml': 'description: d\nowner: "@ana"\ntasks: { load: { run: echo } }\n' };

test('a stranger whose comment a job has answered hears nothing more of the app', async () => {
  const { world, comment, job } = await strangersWorld();
  await answer(comment, job());
  await answer(comment, deskOf(world.github, world.clock));
  expect(await world.replies()).toEqual([expect.stringContaining('mallory may not')]);
});

test.each<[string, (line: string) => boolean]>([
  [
    'when both have seen that nobody has answered',
    (line) => line.startsWith('POST') && /issues\/1\/comments/.test(line),
  ],
  ['when the other one comes before it looks', (line) => line.startsWith('GET') && /issues\/1\/comments/.test(line)],
])('two who answer a stranger at once leave one answer, %s', async (_, isMoment) => {
  const { world, comment, job } = await strangersWorld();
  let others = 0;
  const meanwhile = job(async (line) => {
    if (!isMoment(line) || others++ > 0) return;
    await answer(comment, deskOf(world.github, world.clock));
  });
  await answer(comment, meanwhile);
  expect(others).toBeGreaterThan(0);
  expect(await world.replies()).toEqual([expect.stringContaining('mallory may not')]);
});

test('what a person marks as an answer keeps nobody from one', async () => {
  const { world, comment } = await strangersWorld();
  const body = `<!-- segue:command/${comment.id} -->\nDone.`;
  await world.github.as('mallory', 'POST', '/issues/1/comments', { body });
  await answer(comment, deskOf(world.github, world.clock));
  expect(await world.replies()).toEqual(['Done.', expect.stringContaining('mallory may not')]);
});

async function strangersWorld() {
  const world = await deskWorld(files);
  const id = await world.say('/segue run daily', { login: 'mallory', isLost: true });
  const comment: NewComment = { id, issue: 1, login: 'mallory', isBot: false, body: '/segue run daily' };
  const job = (before: (line: string) => Promise<void> = async () => undefined): Desk => jobIn(world, before);
  return { world, comment, job };
}

/** What a job of the workflow answers with: under its own name. `before` each of its requests. */
function jobIn({ github, clock, desk }: DeskWorld, before: (line: string) => Promise<void>): Desk {
  const login = 'github-actions[bot]';
  const client = new GithubClient({
    token: github.workflowToken(),
    repository: github.repository,
    apiUrl: github.url,
    version: '1.2.3',
    clock,
    ...leapingTimes,
    fetch: async (input, init) => {
      await before(`${init?.method} ${String(input)}`);
      return fetch(input, init);
    },
  });
  return { ...desk, client, forge: githubForge(client, { login }), login };
}

function answer(comment: NewComment, desk: Desk) {
  return answerComment(comment, commandTools(desk, comment.login));
}
