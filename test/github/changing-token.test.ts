import { expect, test } from 'vitest';
import { GithubClient, type GithubOptions } from '../../src/github/client.ts';
import { GithubFailure } from '../../src/github/failure.ts';
import { KeptAnswers } from '../../src/github/kept-answers.ts';
import { Pace } from '../../src/github/pace.ts';
import { ManualClock } from '../support/manual-clock.ts';

test('a token that does not last is asked for at each visit', async () => {
  const sent: (string | null)[] = [];
  const tokens = ['first', 'second'];
  const client = clientWith({
    token: async () => tokens.shift() ?? '',
    fetch: async (_, init) => {
      sent.push(new Headers(init?.headers).get('authorization'));
      return Response.json({});
    },
  });
  for (let visits = 0; visits < 2; visits += 1) {
    await client.visit(async ({ github, at }) => github.request('GET /repos/{owner}/{repo}', at));
  }
  expect(sent).toEqual(['token first', 'token second']);
});

test('without a token nothing is sent, and the next visit asks anew', async () => {
  let asked = 0;
  const token = async (): Promise<string> => {
    asked += 1;
    if (asked === 1) throw new GithubFailure('faulty', 'no token');
    return 'second';
  };
  const client = clientWith({ token, fetch: async () => Response.json({}) });
  const visit = () =>
    client.visit(async ({ github, at }) => (await github.request('GET /repos/{owner}/{repo}', at)).status);
  await expect(visit()).rejects.toMatchObject({ kind: 'faulty', message: 'no token' });
  expect(await visit()).toBe(200);
});

test('clients that share a pace are silent together', async () => {
  const pace = new Pace();
  const limited = async () =>
    Response.json({ message: 'secondary rate limit' }, { status: 403, headers: { 'retry-after': '90' } });
  const asks = (client: GithubClient) =>
    client.visit(({ github, at }) => github.request('GET /repos/{owner}/{repo}', at));
  await expect(asks(clientWith({ pace, fetch: limited }))).rejects.toMatchObject({ kind: 'limited' });
  const other = clientWith({ pace, fetch: () => Promise.reject(new Error('it was sent')) });
  await expect(asks(other)).rejects.toMatchObject({ kind: 'limited', afterMs: 90_000 });
});

test('clients that share what they keep ask with the tag that another one was given', async () => {
  const kept = new KeptAnswers();
  const tags: (string | null)[] = [];
  const fetch: typeof globalThis.fetch = async (_, init) => {
    const tag = new Headers(init?.headers).get('if-none-match');
    tags.push(tag);
    return tag === null ? Response.json({ id: 7 }, { headers: { etag: '"1"' } }) : new Response(null, { status: 304 });
  };
  for (let clients = 0; clients < 2; clients += 1) {
    const { data } = await clientWith({ kept, fetch }).visit(({ github, at }) =>
      github.request('GET /repos/{owner}/{repo}', at),
    );
    expect(data).toEqual({ id: 7 });
  }
  expect(tags).toEqual([null, '"1"']);
});

const clock = new ManualClock('2026-11-21T12:00:00Z');

function clientWith(options: Partial<GithubOptions>): GithubClient {
  return new GithubClient({ token: 'some', repository: 'acme/data', version: '1.2.3', clock, ...options });
}
