import { expect, test } from 'vitest';
import { standIn } from '../support/github-stand-in.ts';
import { scratchRepository } from '../support/scratch-repository.ts';

async function repository() {
  const scratch = scratchRepository();
  scratch.write('pipelines/daily.yml', 'one');
  scratch.write('README.md', 'hello');
  const base = scratch.commit();
  const github = await standIn({ repository: scratch, people: ['ana', 'bob'] });
  const pullOf = (number: number) => github.as('acme', 'GET', `/pulls/${number}`);
  return { github, base, pullOf };
}

test('a pull request follows its branch, by force too, and keeps its head when it is closed', async () => {
  const { github, base, pullOf } = await repository();
  const pull = await github.openPull({ author: 'ana', head: 'change', files: { 'pipelines/daily.yml': 'two' } });
  const first = await pull.head();
  expect(await pullOf(pull.number)).toMatchObject({
    state: 'open',
    user: { login: 'ana' },
    head: { ref: 'change', sha: first, repo: { full_name: 'acme/data' } },
    base: { ref: 'main', sha: base },
  });
  const second = await pull.push({ 'README.md': null });
  const compared = await github.as('acme', 'GET', `/compare/main...${second}`);
  expect(compared).toMatchObject({ ahead_by: 2, merge_base_commit: { sha: base } });
  const third = await pull.push({ 'pipelines/other.yml': 'x' }, { force: true });
  expect(await github.as('acme', 'GET', `/compare/main...${third}`)).toMatchObject({ ahead_by: 1 });
  expect(await github.as('acme', 'GET', `/pulls/${pull.number}/files`)).toMatchObject([
    { filename: 'pipelines/other.yml', status: 'added' },
  ]);
  await pull.close();
  expect(await pullOf(pull.number)).toMatchObject({ state: 'closed', merged: false, head: { sha: third } });
  pull.reopen();
  await pull.close({ merged: true });
  const { merge_commit_sha: merged } = await pullOf(pull.number);
  expect(await github.as('acme', 'GET', '/branches/main')).toMatchObject({ commit: { sha: merged } });
});

test('of a fork only objects are here; reviews are of commits', async () => {
  const { github, pullOf } = await repository();
  const pull = await github.openPull({ author: 'bob', head: 'main', fork: 'bob', files: { 'a.txt': 'a' } });
  const head = await pull.head();
  expect(await pullOf(pull.number)).toMatchObject({
    head: { label: 'bob:main', repo: { full_name: 'bob/data', fork: true } },
  });
  expect(await github.as('acme', 'GET', `/git/commits/${head}`)).toMatchObject({ sha: head });
  const review = await pull.review('ana');
  await pull.push({ 'a.txt': 'b' });
  pull.dismiss(review);
  await pull.review('ana', 'COMMENTED');
  expect(await github.as('acme', 'GET', `/pulls/${pull.number}/reviews`)).toMatchObject([
    { user: { login: 'ana' }, state: 'DISMISSED', commit_id: head },
    { user: { login: 'ana' }, state: 'COMMENTED', commit_id: await pull.head() },
  ]);
});

test('it is an issue too, is listed, and is made once for a branch', async () => {
  const { github } = await repository();
  await github.as('acme', 'POST', '/issues', { title: 'an issue' });
  const pull = await github.openPull({ author: 'ana', head: 'change', files: { 'a.txt': 'a' } });
  expect(pull.number).toBe(2);
  expect(await github.as('acme', 'GET', '/issues/2')).toMatchObject({ pull_request: {}, user: { login: 'ana' } });
  await github.as('ana', 'POST', '/issues/2/comments', { body: 'hello' });
  expect(await github.as('acme', 'GET', '/issues/2/comments')).toMatchObject([{ user: { login: 'ana' } }]);
  const wish = { title: 'Again', head: 'change', base: 'main' };
  await expect(github.as('bob', 'POST', '/pulls', wish)).rejects.toThrow('already exists for acme:change');
  await expect(github.as('bob', 'POST', '/pulls', { ...wish, head: 'main' })).rejects.toThrow('No commits between');
  await github.as('bob', 'PATCH', '/pulls/2', { state: 'closed' });
  expect(await github.as('bob', 'GET', '/pulls')).toEqual([]);
  expect(await github.as('bob', 'POST', '/pulls', wish)).toMatchObject({ number: 3, user: { login: 'bob' } });
  expect(await github.as('bob', 'GET', '/pulls?state=all&head=acme:change')).toMatchObject([
    { number: 3 },
    { number: 2 },
  ]);
});

test('members of teams are for those who may read them', async () => {
  const { github } = await repository();
  github.teams.members.set('finance', ['ana']);
  const ask = (token: string) =>
    fetch(`${github.url}/orgs/acme/teams/finance/members`, { headers: { authorization: `Bearer ${token}` } });
  expect((await ask(github.workflowToken())).status).toBe(403);
  const mayRead = await ask(github.appToken('segue', { metadata: 'read', members: 'read' }));
  expect(await mayRead.json()).toMatchObject([{ login: 'ana' }]);
});
