import { expect, test } from 'vitest';
import { alertBody } from '../../src/incident/alert-body.ts';
import { planAlerts, recordSent } from '../../src/incident/alert-plan.ts';
import { type Book, emptyBook } from '../../src/incident/incident.ts';
import { issuePages } from '../../src/incident/issue-pages.ts';
import type { Observation } from '../../src/incident/observation.ts';
import { observeAll } from '../../src/incident/observe.ts';
import { type Quieting, quieten } from '../../src/incident/quieten.ts';
import { type Alerts, defaultAlerts, weekdays } from '../../src/model/alerts.ts';
import { MemoryForge } from '../support/github-memory-forge.ts';
import { ended, failed, green, missed, on } from './incident-runs.ts';
import { deliver } from './plain-pages.ts';

const alerts: Alerts = {
  ...defaultAlerts,
  timezone: 'Europe/Paris',
  quiet: { from: '22:00', to: '07:00', days: weekdays, critical: 'always' },
  routes: [{ webhook: 'SLACK', format: 'slack' }],
};

const pages = issuePages({
  environment: 'production',
  timezone: 'Europe/Paris',
  repository: 'https://github.com/acme/data',
  codeowners: () => ['@acme/finance'],
});

const close = 'finance/daily-close';
const privileges = 'psycopg.errors.InsufficientPrivilege: permission denied for table fx';
const away = 'psql: error: could not connect to server: Connection refused';
const facts = {
  owner: '@ana',
  runbook: 'https://wiki.acme.dev/close',
  waiting: ['finance/board', 'publish'],
  goodUpTo: on(1, '04:00'),
  lastGreen: { run: 'r-green', commit: '3f2a1c9'.padEnd(40, '0'), at: on(0, '04:30') },
} as const;

const closed = (at: string, load: 'success' | { readonly says: string }, run?: string): Observation =>
  ended({ pipeline: close, at, tasks: { extract: 'success', load }, facts, ...(run === undefined ? {} : { run }) });

interface Step {
  readonly at: string;
  readonly what: string;
  readonly told?: readonly Observation[];
  readonly done?: Quieting;
}

/** A flaky week: what happens, hour by hour. */
const week: readonly Step[] = [
  {
    at: on(1, '04:40'),
    what: 'The close fails at night',
    told: [closed(on(1, '04:40'), { says: privileges }, 'r-mon')],
  },
  { at: on(1, '05:00'), what: 'Its deadline passes', told: [missed(close, on(1, '05:00'), facts)] },
  { at: on(1, '05:10'), what: 'The board waits, and is late', told: [missed('finance/board', on(1, '05:05'))] },
  { at: on(1, '07:30'), what: 'Ana is on it', done: { kind: 'ack', by: 'ana', at: on(1, '07:30') } },
  { at: on(2, '04:40'), what: 'It fails again', told: [closed(on(2, '04:40'), { says: privileges }, 'r-tue')] },
  { at: on(2, '09:00'), what: 'It fails of something else', told: [closed(on(2, '09:00'), { says: away }, 'r-tue2')] },
  { at: on(2, '10:00'), what: 'Tuesday is retried with success', told: [closed(on(2, '10:00'), 'success', 'r-tue')] },
  {
    at: on(3, '10:00'),
    what: 'The database is away for twelve pipelines',
    told: Array.from({ length: 12 }, (_, index) => failed(`ingest/p${index}`, on(3, '10:00'), away)),
  },
  {
    at: on(3, '10:20'),
    what: 'It is back',
    told: Array.from({ length: 12 }, (_, index) => green(`ingest/p${index}`, on(3, '10:20'))),
  },
  {
    at: on(4, '09:00'),
    what: 'The close fails as on Monday',
    told: [closed(on(4, '09:00'), { says: privileges }, 'r-thu')],
  },
  { at: on(4, '10:00'), what: 'It succeeds', told: [closed(on(4, '10:00'), 'success', 'r-thu2')] },
  {
    at: on(5, '09:00'),
    what: 'It fails for the third time: it flaps',
    told: [closed(on(5, '09:00'), { says: privileges }, 'r-fri')],
  },
  { at: on(5, '10:00'), what: 'One green run is not enough', told: [closed(on(5, '10:00'), 'success', 'r-fri2')] },
  { at: on(6, '09:00'), what: 'Two are', told: [closed(on(6, '09:00'), 'success', 'r-sat')] },
];

test('a flaky week, as people see it', async () => {
  const forge = new MemoryForge();
  let book: Book = emptyBook('production');
  const story: string[] = [];
  for (const { at, what, told = [], done } of week) {
    const now = Date.parse(at);
    const before = { issues: forge.issues.map(({ wish }) => wish), comments: forge.comments.length };
    book = observeAll(book, told, now);
    if (done !== undefined) book = quieten(book, book.incidents[0]?.id ?? '', done);
    book = await deliver(book, forge, at, pages);
    story.push(`## ${at.slice(0, 16)} ${what}`, '');
    forge.issues.forEach(({ id, wish }, index) => {
      const old = before.issues[index];
      if (old === wish) return;
      if (old === undefined)
        story.push(`New issue ${id} (${wish.labels.join(', ')}): ${wish.title}`, '', wish.body, '');
      else if (old.title !== wish.title || old.state !== wish.state)
        story.push(`Issue ${id} is ${wish.state}: ${wish.title}`, '');
      else if (old.body !== wish.body) story.push(`Issue ${id} is edited.`, '');
    });
    for (const { wish } of forge.comments.slice(before.comments))
      story.push(`Comment on ${wish.issue}:`, '', wish.body, '');
    for (const message of planAlerts(book, alerts, now)) {
      book = recordSent(book, message, now);
      story.push(`Message: ${(JSON.parse(alertBody(message, 'production')) as { text: string }).text}`, '');
    }
  }
  story.push('## The first issue in the end', '', forge.issues[0]?.wish.body ?? '');
  await expect(`${story.join('\n')}\n`).toMatchFileSnapshot('golden/flaky-week.md');
  expect(forge.issues).toHaveLength(2);
});
