import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eventTable } from '../../src/bot/events.ts';
import { toldOnce } from '../../src/bot/told-once.ts';
import { root } from '../architecture/source-files.ts';

const day = 24 * 3_600_000;

test('what GitHub tells once is looked for, as long as it keeps it at most, and sooner what somebody waits for', () => {
  const known = eventTable.flatMap(({ event, actions = [undefined] }) =>
    actions.map((action) => ({ name: `${event} ${action}`, once: toldOnce(event, action) })),
  );
  const looked = known
    .filter(({ once }) => once !== undefined)
    .sort((a, b) => (a.once?.rank ?? 0) - (b.once?.rank ?? 0));
  expect(looked.map(({ name }) => name)).toEqual([
    'check_run requested_action',
    'merge_group checks_requested',
    'check_run rerequested',
    'check_suite rerequested',
    'pull_request_review submitted',
    'pull_request_review dismissed',
    'pull_request edited',
    'issues closed',
    'issues reopened',
    'issues labeled',
    'issues unlabeled',
    'workflow_run completed',
  ]);
  for (const { once } of looked) expect(once?.forMs).toBeLessThanOrEqual(3 * day);
  expect(toldOnce('star', 'created')).toBeUndefined();
});

test('the page says of each webhook how a lost one is found, and of which in the list', () => {
  const page = readFileSync(join(root, 'docs/app.md'), 'utf8');
  const rows = page.split('\n').filter((line) => line.startsWith('| `') && line.split(' | ').length === 4);
  const named = rows.map((row) => {
    const [what = '', , how = ''] = row.split(' | ');
    return { events: [...what.matchAll(/`(\w+)`/g)].map(([, event]) => event), isListed: /^list/.test(how) };
  });
  for (const { event, lost } of eventTable) {
    const isListed = lost !== 'in the repository';
    const found = named.filter(({ events, isListed: is }) => events.includes(event) && is === isListed);
    expect(found.length, `${event} in docs/app.md`).toBeGreaterThan(0);
  }
});
