import { describe, expect, test } from 'vitest';
import { forgeLimits } from '../../src/report/forge/forge-limits.ts';
import type { IncidentView } from '../../src/report/issue/incident-view.ts';
import { changedCauseComment, recoveryComment, reopenedComment } from '../../src/report/issue/issue-comments.ts';
import { issuePage } from '../../src/report/issue/issue-page.ts';
import { byteLength } from '../../src/report/text/markdown-fit.ts';
import fc from '../support/seeded-fast-check.ts';
import { hostileText } from './hostile-text.ts';
import { linkedTexts, nodesOf, readMarkdown, tagsOf } from './markdown-judge.ts';
import { incidents } from './page-incidents.ts';

const viewOf = (name: string): IncidentView => incidents[name] as IncidentView;
const withoutOwners = (view: IncidentView): IncidentView => ({ ...view, owners: [] });

describe('the issue of an incident', () => {
  test.each(Object.keys(incidents))('%s', async (name) => {
    const view = viewOf(name);
    const { title, body, state, labels, assignees, key } = issuePage(view);
    const head = [title, `${state} · ${labels.join(', ')} · ${assignees.join(', ')}`];
    await expect(`${[...head, '', body].join('\n')}\n`).toMatchFileSnapshot(`golden/issue-${name}.md`);
    expect(linkedTexts(issuePage(withoutOwners(view)).body)).toEqual([]);
    expect(key).toMatch(/^[A-Za-z\d/.:-]+$/);
    expect(issuePage(view)).toEqual(issuePage(view));
  });

  test('lists 400 pipelines with one cause within its bounds', () => {
    const { title, body } = issuePage(viewOf('one-cause-for-400'));
    expect(title).toBe('400 pipelines: download fails in each: curl: (6) Could not resolve host: api.acme.dev');
    expect(body).toContain('And 250 more pipelines.');
    expect(byteLength(body)).toBeLessThan(forgeLimits.body);
  });

  test('mentions owners, unless it is muted, and nobody else', () => {
    const mentions = (view: IncidentView): readonly string[] =>
      issuePage(view).body.match(/@(?!&#8203;)[\w/-]+/g) ?? [];
    expect(mentions(viewOf('failing'))).toEqual(['@acme/finance']);
    expect(mentions(viewOf('flapping'))).toEqual(['@acme/finance']);
    expect(mentions(viewOf('late'))).toEqual([]);
    expect(issuePage(viewOf('one-cause-for-400')).assignees).toEqual(['ana']);
  });
});

describe('comments', () => {
  test('say what has changed', async () => {
    const before = { fingerprint: 'x', task: 'extract', title: 'exit 3, without a word' };
    const all = [
      recoveryComment(viewOf('recovered')) ?? '',
      changedCauseComment(viewOf('failing'), before),
      reopenedComment(viewOf('flapping')),
    ];
    await expect(`${all.join('\n\n----\n\n')}\n`).toMatchFileSnapshot('golden/issue-comments.md');
    for (const each of all) expect(linkedTexts(each)).toEqual([]);
  });

  test('of a recovery there is none before it', () => {
    expect(recoveryComment(viewOf('failing'))).toBeUndefined();
  });
});

/** A view in which all that others write is hostile. */
function hostileView(all: readonly string[], repeat: number): IncidentView {
  const text = (index: number): string => (all[index % all.length] ?? '').repeat(repeat);
  const runs = { lastRun: text(8), lastCheckUrl: text(9), runs: 1, attempts: 1 };
  const at = '2026-03-01T10:00:00.000Z';
  return {
    ...viewOf('flapping'),
    environment: text(0),
    owners: [],
    cause: {
      fingerprint: 'x',
      task: text(1),
      title: text(2),
      line: text(3),
      source: { path: text(4), line: 3, commit: 'c' },
    },
    pipelines: [0, 1, 2]
      .slice(0, 1 + (text(5).length % 3))
      .map((index) => ({ pipeline: text(index), tasks: [text(6), text(7)], ...runs })),
    waiting: Array.from({ length: repeat }, (_, index) => text(index)),
    suspects: [{ number: 4, commit: text(10), title: text(11), author: text(1), at, paths: [text(2)] }],
    log: { run: text(1), task: text(2), tail: [text(3), text(4)], url: `https://a.example/${text(5)}` },
    runbook: text(6),
  };
}

const texts = fc.array(hostileText, { minLength: 12, maxLength: 12 });
const own = ['<details>', '</details>', '<summary>', '</summary>', '<code>', '</code>', '<span>', '</span>'];

test('nothing that strangers wrote leaves its place', () => {
  fc.assert(
    fc.property(texts, (all) => {
      const { body } = issuePage(hostileView(all, 1));
      expect(linkedTexts(body)).toEqual([]);
      expect(tagsOf(body).filter((tag) => !own.includes(tag))).toEqual([]);
      const kinds = nodesOf(readMarkdown(body)).map(({ type }) => type);
      expect(kinds.filter((type) => type === 'image' || type === 'footnoteReference')).toEqual([]);
    }),
    { numRuns: 60, endOnFailure: true },
  );
});

test('nothing that strangers wrote grows over the bounds', () => {
  fc.assert(
    fc.property(texts, fc.constantFrom(30, 200), (all, repeat) => {
      const { title, body } = issuePage(hostileView(all, repeat));
      expect(byteLength(body)).toBeLessThanOrEqual(forgeLimits.body - 500);
      expect(title.length).toBeLessThanOrEqual(forgeLimits.issueTitle);
    }),
    { numRuns: 10, endOnFailure: true },
  );
});
