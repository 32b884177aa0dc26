import { expect, test } from 'vitest';
import { githubForge } from '../../src/github/forge.ts';
import { MemoryForge } from '../support/github-memory-forge.ts';
import { commandForgeContract } from './command-forge-contract.ts';
import { githubWorld } from './github-world.ts';
import { issueWish } from './wishes.ts';

async function githubCommands() {
  const { github, client, play, forge } = await githubWorld();
  await github.as('acme', 'PUT', '/collaborators/ana', { permission: 'push' });
  await github.as('acme', 'PUT', '/collaborators/mallory', { permission: 'triage' });
  await play(forge.ensureIssue(issueWish()));
  const { id } = await github.as('ana', 'POST', '/issues/1/comments', { body: '/segue retry daily' });
  return { github, client, play, comment: Number(id) };
}

commandForgeContract('GitHub', async () => {
  const { github, client, play, comment } = await githubCommands();
  return {
    forge: githubForge(client),
    another: () => githubForge(client),
    comment,
    play,
    reactions: () => github.commands.reactions.map(({ content }) => content),
    dispatched: () => github.commands.dispatched,
  };
});

commandForgeContract('memory', async () => {
  const forge = new MemoryForge({ writers: ['ana'] });
  await forge.ensureIssue(issueWish());
  return {
    forge,
    another: () => forge,
    comment: 1,
    play: (asked) => asked,
    reactions: () => forge.reactions.map(({ content }) => content),
    dispatched: () => forge.dispatched.map(({ inputs }) => inputs),
  };
});

test('a reply with our marker that a person has written is none', async () => {
  const { github, client, play } = await githubCommands();
  await github.as('ana', 'POST', '/issues/1/comments', { body: '<!-- segue:command/7 -->\nDone.' });
  const asked = githubForge(client).hasReply({ issue: 1, key: 'command/7' });
  expect(await play(asked)).toEqual({ kind: 'known', isThere: false });
});

test('a reaction whose answer was lost is ours', async () => {
  const { github, client, play, comment } = await githubCommands();
  github.fault({ path: /reactions$/, method: 'POST', kind: 'lost-after', times: 1 });
  expect(await play(githubForge(client).react({ comment, content: 'eyes' }))).toEqual({ kind: 'created' });
  expect(github.commands.reactions).toHaveLength(1);
});

test('a start whose answer was lost is not tried again', async () => {
  const { github, client, play } = await githubCommands();
  github.fault({ path: /dispatches$/, kind: 'lost-after', times: 1 });
  const wish = { workflow: 'segue.yml', branch: 'main', inputs: { command: 'tick' } };
  expect(await play(githubForge(client).dispatch(wish))).toMatchObject({ kind: 'unreachable' });
  expect(github.commands.dispatched).toHaveLength(1);
});

test('a server that does not tell which run it starts is asked for the start alone', async () => {
  const { github, client, play } = await githubCommands();
  const message = 'Invalid request.\n\n"return_run_details" is not a permitted key.';
  github.fault({ path: /dispatches$/, kind: 'answer', status: 422, message });
  const wish = { workflow: 'segue.yml', branch: 'main', inputs: { command: 'tick' } };
  expect(await play(githubForge(client).dispatch(wish))).toEqual({ kind: 'done' });
  expect(github.commands.dispatched).toEqual([{ command: 'tick' }]);
});

test('the end of a run of a workflow is told in the words of GitHub', async () => {
  const { github, client, play } = await githubCommands();
  const forge = githubForge(client);
  await play(forge.dispatch({ workflow: 'segue.yml', branch: 'main', inputs: {} }));
  github.commands.conclusions.set(1, 'failure');
  expect(await play(forge.workflowRun(1))).toEqual({ kind: 'known', hasEnded: true, conclusion: 'failure' });
});
