import { expect, test } from 'vitest';
import { forgePlace } from '../support/forge-place.ts';
import type { StandIn } from '../support/github-server.ts';
import { standIn } from '../support/github-stand-in.ts';

const hourly = (more: string) =>
  `description: d\nowner: "@ana"\nsecrets: [TOKEN]\non: { schedule: [{ cron: "0 * * * *" }] }\n${more}tasks: { load: { run: "true" } }\n`;

test('what is late and what does not begin is told while it is so, and is over when it has run', async () => {
  const github = await standIn({ people: ['ana'] });
  const files = { 'pipelines/crm.yml': hourly('deadline: { after: 30m }\n'), 'pipelines/fx.yml': hourly('') };
  const place = forgePlace(files, github);
  const tick = (laterMinutes: number, variables = {}) => place.job({ command: 'tick' }, { laterMinutes, variables });
  const first = await tick(0);
  expect(first.code).toBe(0);
  // The secret is not there: both are due, and cannot begin.
  const second = await tick(120);
  expect(second.log).toContain('SG705');
  const late = expect.stringMatching(/^open crm: deadline .* missed$/);
  expect(await titlesOf(github)).toEqual([late]);
  await tick(185);
  const both = await titlesOf(github);
  expect(both).toEqual([late, expect.stringMatching(/^open fx: due .* and has not begun$/)]);
  await tick(190, { TOKEN: 'a token' });
  expect(await titlesOf(github)).toEqual(both.map((each) => each.replace('open', 'closed')));
});

async function titlesOf(github: StandIn): Promise<readonly string[]> {
  const issues = (await github.as('acme', 'GET', '/issues?state=all')) as unknown as readonly {
    readonly state: string;
    readonly title: string;
  }[];
  return issues.map(({ state, title }) => `${state} ${title}`).sort();
}
