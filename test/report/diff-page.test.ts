import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { diffPage } from '../../src/report/diff/diff-page.ts';
import { renderDiff } from '../../src/report/diff/diff-text.ts';
import { forgeLimits } from '../../src/report/forge/forge-limits.ts';
import { createStyle } from '../../src/report/text/ansi-style.ts';
import { byteLength } from '../../src/report/text/markdown-fit.ts';
import { diffViews, viewOf } from './diff-views.ts';
import { linkedTexts, tagsOf } from './markdown-judge.ts';
import { drawingsOf, foreignMermaid } from './mermaid-judge.ts';

const names = Object.keys(diffViews);
const view = (name: string) => diffViews[name] ?? viewOf([{}], [{}]);

describe('a diff in the terminal', () => {
  test.each(names)('%s', async (name) => {
    const lines = renderDiff(view(name), { style: createStyle(false), width: 120 });
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`golden/diff-${name}.txt`);
    const painted = renderDiff(view(name), { style: createStyle(true), width: 120 }).join('\n');
    expect(
      painted
        .split('\u001b[')
        .map((part, index) => (index === 0 ? part : part.slice(part.indexOf('m') + 1)))
        .join(''),
    ).toBe(lines.join('\n'));
  });
});

test('docs/diff.md shows what is printed', () => {
  const [, shown] = /\$ segue diff\n([\s\S]+?)```/.exec(readFileSync('docs/diff.md', 'utf8')) ?? [];
  const lines = renderDiff(view('new-task-in-the-path'), { style: createStyle(false), width: 120 });
  expect(shown).toBe(`${lines.join('\n')}\n`);
});

test('docs/diff.md shows what is said of a merge', () => {
  const lines = renderDiff(view('catchup-while-it-runs'), { style: createStyle(false), width: 120 });
  const [summary] = lines.filter((line) => line.startsWith('on merge'));
  expect(readFileSync('docs/diff.md', 'utf8')).toContain(`\`\`\`console\n${summary}\n`);
});

describe('a diff as a page', () => {
  test.each(names)('%s', async (name) => {
    const page = diffPage(view(name));
    await expect(`${page}\n`).toMatchFileSnapshot(`golden/diff-${name}.md`);
    expect(linkedTexts(page)).toEqual([]);
    const folds = tagsOf(page).filter((tag) => !['<code>', '</code>'].includes(tag));
    expect(folds.filter((tag) => tag === '<details>')).toHaveLength(folds.filter((tag) => tag === '</details>').length);
    for (const drawing of drawingsOf(page)) expect(foreignMermaid(drawing)).toEqual([]);
  });

  test('a thousand changes fit into a comment, and the page says what was cut', () => {
    const many = (more: string) =>
      Object.fromEntries(
        Array.from({ length: 1_000 }, (_, n) => [
          `team/pipeline-${n}`,
          `on: { schedule: [{ cron: "${n % 60} 5 * * *" }] }\ntasks: { a: { run: "${`echo ${n}${more} ${'and so on '.repeat(4)}\\n`.repeat(30)}", retries: 1 } }`,
        ]),
      );
    const page = diffPage(viewOf([many('')], [many(' more')]));
    expect(byteLength(page)).toBeLessThanOrEqual(forgeLimits.body);
    expect(page).toContain('### Segue: 1,000 pipelines change');
    expect(page).toMatch(/_Cut to what a page holds: .*_$/);
  });

  test('says why tasks run differently, as long as these are few', () => {
    const say = (name: string) => diffPage(view(name)).match(/\*\*Runs differently:\*\* (.*?) *$/m)?.[1];
    expect(say('new-task-in-the-path')).toBe('fx-rates (new), load (needs fx-rates)');
    expect(say('command')).toBe('load (command, sql/load.sql)');
    expect(say('rebuilt-in-the-middle')).toContain('revenue (no longer needs join-all, needs stage-orders, …)');
    expect(say('new-pipeline')).not.toContain('(');
  });

  test('several times of one night that clocks skip or repeat are one note', () => {
    const at = (cron: string) => ({
      a: `on: { schedule: [{ cron: "${cron}", timezone: Europe/Paris }] }\ntasks: { x: { run: x } }`,
    });
    const page = diffPage(viewOf([at('0 5 * * *')], [at('*/30 2 * * *')]));
    expect(page).toContain(
      '2027-03-28 02:00, 02:30 do not exist in Europe/Paris; together they fire once, at 2027-03-28T01:00Z',
    );
    expect(page).toContain('2027-10-31 02:00, 02:30 come twice in Europe/Paris; each fires once');
  });

  test('times that were skipped or repeated before are no news', () => {
    const at = (more: string) => ({
      a: `on: { schedule: [{ cron: "30 2 * * *", timezone: Europe/Paris }${more}] }\ntasks: { x: { run: x } }`,
    });
    expect(diffPage(viewOf([at('')], [at(', { cron: "0 5 * * *", timezone: Europe/Paris }')]))).not.toContain(
      'does not exist',
    );
  });

  test('a pipeline with errors is named, and no minutes are said to be saved', () => {
    const good = 'on: { schedule: [{ cron: "0 5 * * *" }] }\ntasks: { x: { run: x, pool: crm } }';
    const pools = 'pools: { crm: 1 }';
    const broken = viewOf([{ a: good }, pools], [{ a: good }]);
    expect(broken.withErrors).toEqual(['a']);
    const minutes = { before: { minutes: 90, unknown: 0 } };
    const lines = renderDiff({ ...broken, minutes }, { style: createStyle(false), width: 120 }).join('\n');
    expect(lines).toContain('1 with errors');
    expect(lines).toContain('With errors, so times and durations are left out: a. What is wrong: segue validate');
    expect(lines).not.toContain('runner min');
    expect(viewOf([{ a: good }], [{ a: good }]).withErrors).toEqual([]);
  });

  test('colours of a drawing say what was done to a task', () => {
    const page = diffPage(view('task-removed'));
    expect(page).toMatch(/classDef removed fill:#ffebe9/);
    expect(page).toMatch(/classDef changed fill:#fff8c5/);
    expect(diffPage(view('new-task-in-the-path'))).toMatch(/classDef added fill:#dafbe1/);
    expect(drawingsOf(diffPage(view('nothing')))).toEqual([]);
  });
});
