import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { forgePlace } from '../support/forge-place.ts';
import { standIn } from '../support/github-stand-in.ts';

const names = ['crm', 'tax'];
const tasks = Array.from({ length: 20 }, (_, index) => `  load-${index}: { run: "sh etl/load.sh", artifacts: none }\n`);
const pipeline = `description: d\nowner: "@ana"\non: { schedule: [{ cron: "0 * * * *", timezone: Asia/Kolkata }] }\ntasks:\n${tasks.join('')}`;
const settings = 'alerts: { routes: [{ webhook: HOOK }] }\n';

test('40 tasks of two pipelines that fail of one thing are one issue and one message, and the issue knows who changed it', async () => {
  const github = await standIn({ people: ['ana'] });
  const files = names.map((name) => [`pipelines/${name}.yml`, pipeline]);
  const place = forgePlace(
    { ...Object.fromEntries(files), 'etl/load.sh': 'echo loaded\n', '.github/segue.yml': settings },
    github,
  );
  const { address, bodies } = await receiver();
  const tick = (laterMinutes: number) => place.job({ command: 'tick' }, { laterMinutes, variables: { HOOK: address } });
  await tick(0);
  const green = await tick(60);
  expect(green.log).toContain('tax succeeded');
  place.merge({ 'README.md': 'Not this.\n' });
  const bad = place.merge({ 'etl/load.sh': 'echo "I am $$"\nno-such-warehouse --load || exit 1\n' });
  place.merge({ 'README.md': 'Nor this.\n' });
  const mergedAt = '2026-03-01T16:20:00Z';
  github.pulls.add({ number: 7, title: 'New warehouse', login: 'bob', commits: [bad], mergedAt });
  const red = await tick(120);
  expect(red.log.match(/ failed in /g)?.length).toBe(2);
  const issues = (await github.as('acme', 'GET', '/issues?state=all')) as unknown as readonly {
    readonly body: string;
  }[];
  expect(issues).toHaveLength(1);
  const [{ body } = { body: '' }] = issues;
  for (const name of names) expect(body).toContain(`\`${name}\``);
  expect(body).toContain('Kolkata time');
  expect(body).toContain('“New warehouse” (bob, ');
  expect(body).toContain('changed `etl/load.sh`');
  expect(body).toContain('[`etl/load.sh:2`]');
  expect(body.match(/pull request/g)).toHaveLength(1);
  expect(bodies).toHaveLength(1);
  expect(bodies[0]).toContain('2 pipelines');
});

/** A webhook that takes everything. */
async function receiver(): Promise<{ readonly address: string; readonly bodies: readonly string[] }> {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      bodies.push(body);
      response.writeHead(200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, bodies };
}
