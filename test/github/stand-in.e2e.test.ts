import { spawn } from 'node:child_process';
import { createHmac, createSign } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { StandIn } from '../support/github-server.ts';
import { standIn } from '../support/github-stand-in.ts';
import { allGrants } from '../support/github-tokens.ts';
import {
  plainEnvironment,
  type ScratchRepository,
  scratchAt,
  scratchFolder,
  scratchRepository,
} from '../support/scratch-repository.ts';

function seeded(): ScratchRepository {
  const repository = scratchRepository();
  repository.write('a.txt', 'one\n');
  repository.commit();
  return repository;
}

/** The address with a token in it, as nobody should keep it and a test may. */
function withToken(github: StandIn, token: string): string {
  return github.remoteUrl.replace('//', `//x-access-token:${token}@`);
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // Each test knows what it asked for.
  readonly body: never;
}

async function ask(github: StandIn, token: string, method: string, below: string, body?: unknown): Promise<Answer> {
  const path = below.startsWith('//') ? below.slice(1) : `/repos/${github.repository}${below}`;
  const response = await fetch(`${github.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: (text === '' ? undefined : JSON.parse(text)) as never,
  };
}

describe('git and REST are one place', () => {
  test('what is pushed is read by REST, and the other way round', async () => {
    const repository = seeded();
    const github = await standIn({ repository });
    const token = github.workflowToken();
    const remote = withToken(github, token);
    const head = repository.git('rev-parse', 'HEAD');
    await push(repository, remote, 'HEAD:refs/segue/production/daily-1a2b');
    const ref = await ask(github, token, 'GET', '/git/ref/segue/production/daily-1a2b');
    expect(ref.body).toMatchObject({ object: { sha: head, type: 'commit' } });

    const blob = await ask(github, token, 'POST', '/git/blobs', { content: 'two\n', encoding: 'utf-8' });
    const { sha: file } = blob.body as { sha: string };
    const base_tree = repository.git('rev-parse', 'HEAD^{tree}');
    const entries = [{ path: 'b/c.txt', mode: '100644', type: 'blob', sha: file }];
    const tree = await ask(github, token, 'POST', '/git/trees', { base_tree, tree: entries });
    const { sha: treeId } = tree.body as { sha: string };
    const commit = await ask(github, token, 'POST', '/git/commits', {
      message: 'by REST',
      tree: treeId,
      parents: [head],
    });
    const { sha } = commit.body as { sha: string };
    expect((await ask(github, token, 'PATCH', '/git/refs/segue/production/daily-1a2b', { sha })).status).toBe(200);

    await fetchFrom(repository, remote, 'refs/segue/production/daily-1a2b');
    expect(repository.git('rev-parse', 'FETCH_HEAD')).toBe(sha);
    expect(repository.git('show', 'FETCH_HEAD:b/c.txt')).toBe('two');
    expect(repository.git('show', 'FETCH_HEAD:a.txt')).toBe('one');
    const shown = await ask(github, token, 'GET', `/git/trees/${treeId}?recursive=1`);
    const { tree: rows } = shown.body as { tree: { path: string }[] };
    expect(rows.map(({ path }) => path)).toEqual(['a.txt', 'b', 'b/c.txt']);
  });

  test('a ref moves only forward, and only once for those who race', async () => {
    const repository = seeded();
    const github = await standIn({ repository });
    const token = github.workflowToken();
    const head = repository.git('rev-parse', 'HEAD');
    const tree = repository.git('rev-parse', 'HEAD^{tree}');
    expect((await ask(github, token, 'POST', '/git/refs', { ref: 'refs/segue/x/y', sha: head })).status).toBe(201);
    const racers = await Promise.all(
      Array.from({ length: 6 }, async (_, index) => {
        const made = await ask(github, token, 'POST', '/git/commits', { message: `${index}`, tree, parents: [head] });
        const { sha } = made.body as { sha: string };
        return (await ask(github, token, 'PATCH', '/git/refs/segue/x/y', { sha })).status;
      }),
    );
    expect(racers.sort()).toEqual([200, 422, 422, 422, 422, 422]);
    expect((await ask(github, token, 'PATCH', '/git/refs/segue/x/y', { sha: head })).status).toBe(422);
    expect((await ask(github, token, 'PATCH', '/git/refs/segue/x/y', { sha: head, force: true })).status).toBe(200);
    expect((await ask(github, token, 'DELETE', '/git/refs/segue/x/y')).status).toBe(204);
    expect((await ask(github, token, 'GET', '/git/ref/segue/x/y')).status).toBe(404);
  });

  test.each(['refs/segue/a..b', 'refs/segue/a.lock', 'refs/segue/a b', 'refs/segue/', 'segue/x', 'refs/x'])(
    'the ref %j, which git refuses',
    async (ref) => {
      const repository = seeded();
      const github = await standIn({ repository });
      const sha = repository.git('rev-parse', 'HEAD');
      expect((await ask(github, github.workflowToken(), 'POST', '/git/refs', { ref, sha })).status).toBe(422);
    },
  );

  test('git asks for a token, and the token for the permission', async () => {
    const repository = seeded();
    const github = await standIn({ repository });
    const reader = withToken(github, github.workflowToken({ contents: 'read' }));
    await expect(push(repository, github.remoteUrl, 'HEAD:refs/heads/x')).rejects.toThrow(/could not read Username/);
    await expect(push(repository, withToken(github, 'wrong'), 'HEAD:refs/heads/x')).rejects.toThrow(
      /Authentication failed/,
    );
    await expect(push(repository, reader, 'HEAD:refs/heads/x')).rejects.toThrow(/403/);
    await fetchFrom(repository, reader, 'main');
  });

  test('a clone may be shallow, and a pull request’s refs are GitHub’s own', async () => {
    const repository = seeded();
    repository.write('a.txt', 'two\n');
    repository.commit();
    const github = await standIn({ repository });
    const remote = withToken(github, github.workflowToken());
    const clone = scratchAt(join(scratchFolder(), 'clone'));
    await repositoryGit(repository, 'clone', '--quiet', '--depth=1', remote, clone.root);
    expect(clone.git('rev-list', '--count', 'HEAD')).toBe('1');
    await expect(push(repository, remote, 'HEAD:refs/pull/1/head')).rejects.toThrow(/hidden ref/);
  });
});

describe('requests are held against GitHub’s own description', () => {
  test.each([
    ['GET', '/issues?state=opne', undefined, 'the query/state must be equal to one of the allowed values'],
    ['GET', '/issues?pre_page=100', undefined, 'additional properties'],
    ['GET', '/wiki', undefined, 'GitHub knows no such thing'],
    ['GET', '/issues/first', undefined, 'GitHub knows no such thing'],
    ['POST', '/issues', { body: 'no title' }, "must have required property 'title'"],
    ['POST', '/issues', { title: 'a', labels: ['x'], asignees: [] }, 'asignees'],
    ['POST', '/issues/1/comments', { body: 7 }, 'the body/body must be string'],
    [
      'POST',
      '/check-runs',
      { name: 'a', head_sha: 'b', output: { title: 'a' } },
      "must have required property 'summary'",
    ],
    [
      'POST',
      '/check-runs',
      { name: 'a', head_sha: 'b', output: { title: 'a', summary: 'x'.repeat(65_536) } },
      'must NOT have more than 65535 characters',
    ],
    [
      'PATCH',
      '/check-runs/1',
      { output: { summary: 'a', annotations: Array.from({ length: 51 }, () => ({})) } },
      'must NOT have more than 50 items',
    ],
    ['PATCH', '/check-runs/1', { status: 'completed' }, "must have required property 'conclusion'"],
  ])('%s %s', async (method, below, body, problem) => {
    const github = await standIn();
    expect((await ask(github, github.workflowToken(), method, below, body)).status).toBe(422);
    expect(github.takeProblems().join('\n')).toContain(problem);
  });
});

describe('tokens', () => {
  test.each([
    ['GET', '/issues', { issues: 'read' }, 200, undefined],
    ['GET', '/issues', { checks: 'write' }, 403, 'issues=read'],
    ['POST', '/issues', { issues: 'read' }, 403, 'issues=write'],
    ['GET', '/issues/1/comments', { pull_requests: 'read' }, 404, undefined],
    ['GET', '/issues/1/comments', {}, 403, 'issues=read; pull_requests=read'],
    ['GET', '/git/matching-refs/segue', {}, 403, 'contents=read'],
  ] as const)('%s %s with %j', async (method, below, grants, status, accepted) => {
    const github = await standIn();
    const body = method === 'POST' ? { title: 'a' } : undefined;
    const answer = await ask(github, github.workflowToken(grants), method, below, body);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('x-accepted-github-permissions') ?? undefined).toBe(accepted);
  });

  test('an App signs for itself, gets a token, and writes under its own name', async () => {
    const permissions = { issues: 'write', metadata: 'read' };
    const github = await standIn({ apps: [{ slug: 'conductor', id: 42, permissions }] });
    const jwt = signed(42, github.keys.conductor ?? '');
    expect((await ask(github, jwt, 'GET', '//app')).body).toMatchObject({ slug: 'conductor' });
    const installed = await ask(github, jwt, 'GET', '/installation');
    const { id } = installed.body as { id: number };
    const { body } = await ask(github, jwt, 'POST', `//app/installations/${id}/access_tokens`, { permissions });
    const { token } = body as { token: string };
    const issue = await ask(github, token, 'POST', '/issues', { title: 'a' });
    expect(issue.body).toMatchObject({ user: { login: 'conductor[bot]', type: 'Bot' } });
    expect((await ask(github, token, 'GET', '/git/matching-refs/segue')).status).toBe(403);
  });

  test('a person’s permission can be asked for', async () => {
    const github = await standIn({ people: ['ana'] });
    const token = github.workflowToken(allGrants);
    expect((await ask(github, token, 'GET', '/collaborators/ana/permission')).status).toBe(404);
    await github.as('acme', 'PUT', '/collaborators/ana', { permission: 'push' });
    expect((await ask(github, token, 'GET', '/collaborators/ana/permission')).body).toMatchObject({
      role_name: 'write',
    });
  });
});

test('webhooks are signed', async () => {
  const github = await standIn({ people: ['ana'] });
  const bodies: { text: string; signature: unknown; event: unknown }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { 'x-hub-signature-256': signature, 'x-github-event': event } = request.headers;
    bodies.push({ text: Buffer.concat(chunks).toString(), signature, event });
    response.end();
    server.emit('hook');
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const config = { url, secret: 'quiet', content_type: 'json' };
  await github.as('acme', 'POST', '/hooks', { name: 'web', config, events: ['issues'] });
  const arrived = once(server, 'hook');
  await github.as('ana', 'POST', '/issues', { title: 'a' });
  await arrived;
  const [first] = bodies;
  const signature = createHmac('sha256', 'quiet')
    .update(first?.text ?? '')
    .digest('hex');
  expect(first).toMatchObject({ event: 'issues', signature: `sha256=${signature}` });
});

function signed(app: number, key: string): string {
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const seconds = Math.floor(Date.now() / 1_000);
  const text = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode({ iat: seconds - 60, exp: seconds + 300, iss: `${app}` })}`;
  return `${text}.${createSign('RSA-SHA256').update(text).sign(key, 'base64url')}`;
}

/** git beside this process, which has to answer it. */
async function repositoryGit(repository: ScratchRepository, ...args: readonly string[]): Promise<void> {
  const child = spawn('git', [...args], {
    cwd: repository.root,
    env: { ...plainEnvironment, GIT_TERMINAL_PROMPT: '0' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(said);
}

function push(repository: ScratchRepository, remote: string, refspec: string): Promise<void> {
  return repositoryGit(repository, 'push', '--quiet', remote, refspec);
}

function fetchFrom(repository: ScratchRepository, remote: string, ref: string): Promise<void> {
  return repositoryGit(repository, 'fetch', '--quiet', remote, ref);
}
