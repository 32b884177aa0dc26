import { Octokit } from '@octokit/rest';
import { expect, test } from 'vitest';
import { appDeliveries } from '../../src/bot/app-deliveries.ts';

const sent = (more: string) =>
  `{"guid": "g1", "delivered_at": "2026-11-21T12:00:00Z", "redelivery": false, "event": "issues", "installation_id": 9, ${more}}`;

/** A GitHub that gives these answers in turn, as they are. */
function github(...answers: readonly { readonly text: string; readonly status?: number; readonly link?: string }[]) {
  const asked: string[] = [];
  const left = [...answers];
  const fetch = async (input: unknown): Promise<Response> => {
    asked.push(String(input).replace('https://api.github.com', ''));
    const { text, status = 200, link } = left.shift() ?? { text: '[]' };
    const headers = { 'content-type': 'application/json', ...(link === undefined ? {} : { link }) };
    return Object.defineProperty(new Response(text, { status, headers }), 'url', { value: String(input) });
  };
  const octokit = new Octokit({ request: { fetch }, log: { debug() {}, info() {}, warn() {}, error() {} } });
  const deliveries = appDeliveries({ auth: async () => octokit } as unknown as Parameters<typeof appDeliveries>[0]);
  return { deliveries, asked };
}

test('a page of the list, and where it goes on; ids may be larger than numbers', async () => {
  const id = '1152921504606846977';
  const rows = [
    sent(`"id": ${id}, "action": "closed", "status_code": 200`),
    sent('"id": 7, "action": null, "status_code": 502'),
    sent('"id": 8, "action": null, "status_code": null'),
  ];
  const link = '<https://api.github.com/app/hook/deliveries?per_page=100&cursor=v1_6>; rel="next"';
  const { deliveries, asked } = github({ text: `[${rows.join()}]`, link }, { text: '[]' });
  const rest = { guid: 'g1', event: 'issues', sentAt: Date.parse('2026-11-21T12:00:00Z') };
  expect(await deliveries.list()).toEqual({
    deliveries: [
      { id, action: 'closed', isAnswered: true, ...rest },
      { id: '7', isAnswered: false, ...rest },
      { id: '8', isAnswered: false, ...rest },
    ],
    next: 'v1_6',
  });
  expect(await deliveries.list('v1_6')).toEqual({ deliveries: [] });
  expect(asked).toEqual(['/app/hook/deliveries?per_page=100', '/app/hook/deliveries?per_page=100&cursor=v1_6']);
});

test('what was sent is given as it was, or not at all if GitHub has it no more', async () => {
  const { deliveries, asked } = github(
    { text: '{"id": 7, "request": {"headers": {}, "payload": {"action": "closed"}}, "response": {}}' },
    { text: '{"id": 7, "request": {"headers": null, "payload": null}}' },
    { text: '{"message": "Not Found"}', status: 404 },
  );
  expect(await deliveries.payload('1152921504606846977')).toEqual({ action: 'closed' });
  expect(await deliveries.payload('7')).toBeUndefined();
  expect(await deliveries.payload('7')).toBeUndefined();
  expect(asked[0]).toBe('/app/hook/deliveries/1152921504606846977');
});

test.each<[string, string, number, string]>([
  ['another form', '[{"id": "x"}]', 200, 'faulty'],
  ['no list', '{"message": "hello"}', 200, 'faulty'],
  ['a server without it', '{"message": "Not Found"}', 404, 'refused'],
  ['a limit', '{"message": "API rate limit exceeded"}', 429, 'limited'],
])('%s is a failure of GitHub', async (_, text, status, kind) => {
  await expect(github({ text, status }).deliveries.list()).rejects.toMatchObject({ name: 'GithubFailure', kind });
});
