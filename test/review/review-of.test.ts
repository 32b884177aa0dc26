import { describe, expect, test } from 'vitest';
import { forgeLimits } from '../../src/report/forge/forge-limits.ts';
import { mostAnnotations } from '../../src/report/review/review-annotations.ts';
import { byteLength } from '../../src/report/text/markdown-fit.ts';
import { judgePull, reviewOf } from '../../src/review/review-of.ts';
import { hostileText } from '../report/hostile-text.ts';
import { linkedTexts, tagsOf } from '../report/markdown-judge.ts';
import fc from '../support/seeded-fast-check.ts';
import { baseTexts, changeOf, type Texts } from './pull-cases.ts';
import { pullChanges } from './pull-changes.ts';

const broken = 'owner: o\ndescription: d\ntasks:\n  a: { needs: gone, run: x }\n';
const sound = 'owner: o\ndescription: d\ntasks:\n  a: { run: x }\n';

function review(head: Readonly<Record<string, string | undefined>>, base: Texts = {}) {
  const old = { ...baseTexts, ...base };
  const now = Object.entries({ ...old, ...head }).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return reviewOf(changeOf(old, Object.fromEntries(now)));
}

test('what is gone is said to be: pipelines that lie elsewhere now, what is a link, a file that a task runs', () => {
  const elsewhere = Object.entries(baseTexts).map(([path, text]) => [path.replace(/^pipelines\//, 'etl/'), text]);
  const moved = reviewOf(changeOf(baseTexts, Object.fromEntries(elsewhere)));
  expect(moved.title).toBe('4 pipelines removed');
  expect(moved.comment).toContain('| **never** |');
  const paths = ['pipelines/ops/audit.yml', 'pipelines/ops/new.yml'];
  expect(review({ [paths[0] ?? '']: undefined, [paths[1] ?? '']: sound }).title).toBe('1 pipeline added, 1 removed');
  const { base, head, ...rest } = changeOf(baseTexts, baseTexts);
  const files = head.files.filter(({ file }) => file !== paths[0]);
  const linked = { ...head, files, digests: new Map([[paths[0] ?? '', `${'a'.repeat(40)} 120000`]]) };
  expect(reviewOf({ ...rest, base, head: linked }).title).toBe('1 pipeline removed');
  expect(review({ 'sql/load.sql': undefined }).comment).toContain('load (sql/load.sql is gone)');
});

describe('what fails the check', () => {
  test.each<[string, ReturnType<typeof review>, string, string]>([
    ['an error in a new file', review({ 'pipelines/new.yml': broken }), 'failure', '1 error, 1 pipeline added'],
    [
      'an error that was there, in a file that is left alone',
      review({ 'pipelines/new.yml': sound }, { 'pipelines/old.yml': broken }),
      'success',
      '1 pipeline added',
    ],
    [
      'an error that was there, in a file that is touched',
      review({ 'pipelines/old.yml': `${broken}  b: { run: y }\n` }, { 'pipelines/old.yml': broken }),
      'failure',
      '1 error, 1 pipeline changes',
    ],
    [
      'an error in a file that is left alone, and that another one makes',
      review({ 'pipelines/finance/daily-close.yml': undefined, 'pipelines/finance/daily-close.test.yml': undefined }),
      'failure',
      '1 error, 1 pipeline removed',
    ],
    [
      'an error that is mended',
      review({ 'pipelines/old.yml': sound }, { 'pipelines/old.yml': broken }),
      'success',
      '1 pipeline changes',
    ],
    ['settings with an error', review({ '.github/segue.yml': 'pools: 3\n' }), 'failure', '1 error'],
    [
      'settings with an error that was there',
      review({ 'pipelines/new.yml': sound }, { '.github/segue.yml': 'lease: soon\n' }),
      'success',
      '1 pipeline added',
    ],
    [
      'a backfill of no pipeline',
      review({ 'pipelines/x.backfill.yml': 'pipeline: nobody\nfrom: 2027-01-01\nto: 2027-01-03\nreason: r\n' }),
      'failure',
      '1 error',
    ],
    [
      'a warning',
      pullChanges['task-removed'] === undefined ? never() : reviewOf(pullChanges['task-removed']),
      'success',
      '1 pipeline changes, 1 warning',
    ],
  ])('%s', (_, { conclusion, title, comment }, wanted, verdict) => {
    expect([conclusion, title]).toEqual([wanted, verdict]);
    expect(comment).toContain(`### Segue: ${verdict}`);
  });
});

function never(): never {
  throw new Error('there is no such case');
}

describe('what needs no comment', () => {
  test.each<[string, Readonly<Record<string, string | undefined>>, string]>([
    ['nothing', {}, 'No pipeline changes'],
    ['a file that nobody runs', { 'README.txt': 'x' }, 'No pipeline changes'],
    [
      'a comment in a pipeline',
      { 'pipelines/ops/audit.yml': `# why\n${baseTexts['pipelines/ops/audit.yml']}` },
      'No pipeline changes',
    ],
    [
      'another name of a test',
      {
        'pipelines/finance/daily-close.test.yml': (baseTexts['pipelines/finance/daily-close.test.yml'] ?? '').replace(
          'a slow day',
          'a day',
        ),
      },
      'No pipeline changes, 2 test cases passed',
    ],
  ])('%s', (_, head, title) => {
    expect(review(head)).toMatchObject({ changesPipelines: false, conclusion: 'success', title, annotations: [] });
    expect(review(head)).not.toHaveProperty('comment');
  });
});

test('all findings are on their lines, the worst first, up to what a check can bear', () => {
  const tasks = Array.from({ length: 60 }, (_, n) => `  t${n}: { needs: gone${n}, run: x }\n`).join('');
  const files = Array.from({ length: 20 }, (_, n) => [`pipelines/p${n}.yml`, `tasks:\n${tasks}`]);
  const { annotations } = review(Object.fromEntries(files));
  expect(annotations).toHaveLength(mostAnnotations);
  expect(annotations.every(({ level }) => level === 'failure')).toBe(true);
  const few = review({ 'pipelines/p.yml': `tasks:\n${tasks}` }).annotations;
  expect(few.filter(({ level }) => level === 'failure').map(({ startLine }) => startLine)).toEqual(
    Array.from({ length: 60 }, (_, n) => n + 2),
  );
  expect(few.at(-1)?.level).toBe('notice');
});

test('of very much the pages keep the verdict and what one can do, and say what they have cut', () => {
  const rules = 'policy: { require: [owner, description, runbook], protect: [{ pipelines: "**" }], block: [SG853] }\n';
  const name = (n: number) => `pipelines/${'long-'.repeat(18)}${n}.yml`;
  const text = (retries: number) =>
    `on: { schedule: [{ cron: "0 5 * * *" }] }\ntasks: { a: { run: "${'echo much '.repeat(200)}${retries}", retries: ${retries} }, b: { needs: a, run: x } }\n`;
  const files = (retries: number) =>
    Object.fromEntries(Array.from({ length: 150 }, (_, n) => [name(n), text(retries)]));
  const base = { '.github/segue.yml': rules, ...files(2) };
  const { comment = '', summary, title } = reviewOf(changeOf(base, { '.github/segue.yml': rules, ...files(0) }));
  expect(title).toMatch(/^\d+ policy findings, 150 pipelines change/);
  for (const page of [comment, summary]) {
    expect(byteLength(page)).toBeLessThanOrEqual(forgeLimits.checkText);
    expect(page).toContain('Waive: `/segue approve ');
    expect(page).toMatch(/_Cut to what a page holds: .+_$/);
    expect(page).not.toContain('all the rest');
  }
  expect(comment).toContain(`### Segue: ${title}`);
});

describe('a judgement', () => {
  const names = ['task-removed', 'settings-broken', 'old-errors', 'backfill', 'failing-test', 'broken-yaml'];

  test.each(names)('of %s is the same in any order of the files, and whatever was judged before', (name) => {
    const change = pullChanges[name] ?? never();
    const first = reviewOf(change);
    const shuffled = {
      ...change,
      base: { ...change.base, files: change.base.files.toReversed() },
      head: { ...change.head, files: change.head.files.toReversed() },
    };
    expect(reviewOf(shuffled)).toEqual(first);
    const { base } = judgePull(pullChanges['new-secret'] ?? never());
    expect(judgePull(change, base).review).toEqual(first);
  });

  test('takes nothing from another one that has the path and not the content', () => {
    const change = pullChanges['new-secret'] ?? never();
    const files = change.base.files.map((each) => ({ ...each, content: 'tasks: [', digest: `${each.digest}0` }));
    const { base } = judgePull({ ...change, base: { ...change.base, files } });
    expect(judgePull(change, base).review).toEqual(reviewOf(change));
  });

  test('does not change what it is given', () => {
    const change = pullChanges['task-removed'] ?? never();
    const before = structuredClone(change);
    reviewOf(change);
    expect(change).toEqual(before);
  });
});

test('whatever a stranger writes, the pages link nobody and close what they open', () => {
  const yaml = (text: string) => JSON.stringify(text);
  fc.assert(
    fc.property(hostileText, hostileText, hostileText, (one, two, three) => {
      const pipeline = `name: ${yaml(one)}\ndescription: ${yaml(two)}\nowner: ${yaml(three)}\ntags: [${yaml(one)}]\non: { schedule: [{ cron: ${yaml(two)} }] }\nsecrets: [${yaml(three)}]\ntasks:\n  ${yaml(one)}: { run: ${yaml(two)}, pool: ${yaml(three)} }\n  b: { needs: ${yaml(two)}, run: ${yaml(three)}, if: ${yaml(one)} }\n`;
      const testFile = `pipeline: ingest/crm\ncases:\n  - name: ${yaml(`${one}x`)}\n    answers: { fetch: { outputs: { a: ${yaml(two)} } } }\n    expect: { state: failed, tasks: { fetch: { reason: ${yaml(`${three}x`)} } } }\n`;
      const {
        comment = '',
        summary,
        annotations,
      } = review({
        'pipelines/ingest/crm.yml': pipeline,
        [`pipelines/${one.replaceAll(/[/\0]/g, '')}x.yml`]: sound,
        'pipelines/ops/audit.test.yml': testFile,
      });
      for (const page of [comment, summary]) {
        expect(linkedTexts(page)).toEqual([]);
        const tags = tagsOf(page).filter((tag) => /details/.test(tag));
        expect(tags.filter((tag) => tag === '<details>')).toHaveLength(tags.length / 2);
      }
      for (const { title = '', startLine, endLine } of annotations) {
        expect(title.length).toBeLessThanOrEqual(255);
        expect(startLine).toBeGreaterThan(0);
        expect(endLine).toBeGreaterThanOrEqual(startLine);
      }
    }),
    { numRuns: 30 },
  );
});
