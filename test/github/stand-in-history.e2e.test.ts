import { describe, expect, test } from 'vitest';
import type { StandIn } from '../support/github-server.ts';
import { standIn } from '../support/github-stand-in.ts';
import { scratchRepository } from '../support/scratch-repository.ts';

/** `base` and `left` have two files; `main` renames one, changes the other, and was written by Ana. */
async function world() {
  const repository = scratchRepository();
  repository.write('etl/load.py', 'rows = {}\nprint(rows)\n');
  repository.write('dbt/models/users.sql', 'select 1\nfrom crm\nwhere id > 0\n');
  const base = repository.commit('Begin');
  repository.git('checkout', '--quiet', '-b', 'left/side');
  repository.write('left.txt', 'left\n');
  const left = repository.commit('Go left');
  repository.git('checkout', '--quiet', 'main');
  repository.git('mv', 'dbt/models/users.sql', 'dbt/models/people.sql');
  const moved = repository.commit('Rename users');
  repository.write('etl/load.py', 'rows = {}\nprint(rows["crm"])\nprint(1)\n');
  const head = repository.commit('Read the CRM\n\nIt has rows.');
  const github = await standIn({ repository, people: ['ana'] });
  const token = github.workflowToken({ contents: 'read', pull_requests: 'read' });
  const get = async (below: string) => {
    const response = await fetch(`${github.url}/repos/${github.repository}${below}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return { status: response.status, link: response.headers.get('link'), body: (await response.json()) as never };
  };
  return { github, get, base, left, moved, head };
}

describe('files and history are read from the repository that git pushes to', () => {
  test('a comparison has its commits from old to new, and the files since both were one', async () => {
    const { get, base, left, moved, head } = await world();
    const { body } = await get(`/compare/${base}...${head}`);
    expect(body).toMatchObject({
      status: 'ahead',
      ahead_by: 2,
      behind_by: 0,
      total_commits: 2,
      commits: [
        { sha: moved },
        { sha: head, author: { login: 'ana' }, commit: { message: 'Read the CRM\n\nIt has rows.' } },
      ],
      files: [
        { filename: 'dbt/models/people.sql', status: 'renamed', previous_filename: 'dbt/models/users.sql' },
        { filename: 'etl/load.py', status: 'modified', additions: 2, deletions: 1 },
      ],
    });
    expect((await get('/compare/left/side...main')).body).toMatchObject({
      status: 'diverged',
      ahead_by: 2,
      behind_by: 1,
      merge_base_commit: { sha: base },
    });
    expect((await get(`/compare/${head}...${base}`)).body).toMatchObject({ status: 'behind', commits: [], files: [] });
    expect((await get(`/compare/${left}...left/side`)).body).toMatchObject({ status: 'identical' });
    expect((await get(`/compare/${base}...${'0'.repeat(40)}`)).status).toBe(404);
    const second = await get(`/compare/${base}...main?per_page=1&page=2`);
    expect(second.body).toMatchObject({ total_commits: 2, commits: [{ sha: head }] });
    expect(second.body).not.toHaveProperty('files');
  });

  test('commits are listed from new to old, of a path too, and shown with their files', async () => {
    const { get, base, moved, head } = await world();
    const shas = async (below: string) => ((await get(below)).body as readonly { sha: string }[]).map(({ sha }) => sha);
    expect(await shas('/commits')).toEqual([head, moved, base]);
    expect(await shas('/commits?path=etl')).toEqual([head, base]);
    expect(await shas(`/commits?sha=${moved}&per_page=1`)).toEqual([moved]);
    expect((await get(`/commits?sha=${moved}&per_page=1`)).link).toContain('page=2');
    const { body } = await get(`/commits/${base}`);
    expect(body).toMatchObject({ sha: base, parents: [], files: [{ status: 'added' }, { filename: 'etl/load.py' }] });
    expect((await get('/commits/nothing')).status).toBe(422);
    expect((await get('/branches/left/side')).body).toMatchObject({
      name: 'left/side',
      commit: { sha: expect.any(String) },
    });
    expect((await get('/branches/right')).status).toBe(404);
  });

  test('contents are files with their text, and folders with what is in them', async () => {
    const { get, base } = await world();
    const { body } = await get('/contents/etl/load.py');
    expect(body).toMatchObject({ type: 'file', path: 'etl/load.py', name: 'load.py', encoding: 'base64' });
    const { content } = body as { content: string };
    expect(Buffer.from(content, 'base64').toString()).toContain('crm');
    expect((await get('/contents/')).body).toMatchObject([
      { type: 'dir', path: 'dbt' },
      { type: 'dir', path: 'etl' },
    ]);
    expect((await get('/contents/dbt/models')).body).toMatchObject([{ path: 'dbt/models/people.sql', type: 'file' }]);
    expect((await get(`/contents/dbt/models?ref=${base}`)).body).toMatchObject([{ path: 'dbt/models/users.sql' }]);
    expect((await get('/contents/dbt/none')).status).toBe(404);
  });

  test('pull requests are found by their commits', async () => {
    const { github, get, base, head } = await world();
    github.pulls.add({ number: 7, title: 'CRM', login: 'ana', commits: [head], mergedAt: '2026-03-01T05:00:00Z' });
    expect((await get(`/commits/${head}/pulls`)).body).toMatchObject([
      { number: 7, title: 'CRM', user: { login: 'ana' }, state: 'closed', html_url: `${github.url}/acme/data/pull/7` },
    ]);
    expect((await get(`/commits/${base}/pulls`)).body).toEqual([]);
  });

  test('a token needs the permission to read contents', async () => {
    const { github, head } = await world();
    const token = github.workflowToken({ issues: 'read' });
    expect(await statusOf(github, token, `/compare/${head}...main`)).toBe(403);
    expect(await statusOf(github, token, '/branches/main')).toBe(403);
  });
});

async function statusOf(github: StandIn, token: string, below: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}` };
  return (await fetch(`${github.url}/repos/${github.repository}${below}`, { headers })).status;
}
