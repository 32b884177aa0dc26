import { expect, test } from 'vitest';
import { reviewOf } from '../../src/review/review-of.ts';
import { baseTexts, changeOf, type Texts } from './pull-cases.ts';

const file = 'pipelines/finance/daily-close.test.yml';
const text = baseTexts[file] ?? '';
const { [file]: _, ...untested } = baseTexts;
const { 'pipelines/finance/daily-close.yml': pipeline = '', ...rest } = untested;

function titleOf(head: Texts, base: Texts = baseTexts): string {
  const { title, conclusion, changesPipelines, comment = '' } = reviewOf(changeOf(base, head));
  if (title.includes('fewer')) expect(comment).toContain('**Fewer tests:** finance/daily-close');
  else expect(comment).not.toContain('Fewer tests');
  expect(changesPipelines).toBe(comment !== '');
  return `${conclusion}: ${title}`;
}

test('a file of tests that is gone is told, and fails nothing', () => {
  expect(titleOf(untested)).toBe('success: 2 test cases fewer');
});

test('a case in place of another is no case fewer, nor one that moved to another file', () => {
  const at = text.indexOf('  - name: nothing is published');
  const moved = { [file]: text.slice(0, at), 'pipelines/other.test.yml': `${headOf(text)}${text.slice(at)}` };
  expect(titleOf({ ...baseTexts, ...moved })).toBe('success: No pipeline changes, 2 test cases passed');
  const other = { [file]: text.replace('nothing is published without a load', 'no load, nothing published') };
  expect(titleOf({ ...baseTexts, ...other })).toBe('success: No pipeline changes, 2 test cases passed');
});

test('what is expected of a schedule counts as a case', () => {
  const schedule = 'schedule:\n  - { after: 2027-03-20, fires: [2027-03-20T04:00:00Z] }\n';
  expect(titleOf(baseTexts, { ...baseTexts, [file]: `${text}${schedule}` })).toContain('1 test case fewer');
});

test('of a pipeline that is gone nobody misses tests, and a renamed one keeps its own', () => {
  expect(titleOf(rest)).not.toContain('fewer');
  const renamed = { ...rest, 'pipelines/finance/nightly.yml': `renamed-from: finance/daily-close\n${pipeline}` };
  expect(titleOf({ ...renamed, [file]: text.replace('finance/daily-close', 'finance/nightly') })).not.toContain(
    'fewer',
  );
  expect(reviewOf(changeOf(baseTexts, renamed)).comment).toContain(
    '**Fewer tests:** finance/nightly (2 cases before, none now)',
  );
});

test('a file that cannot be read is wrong, and no file of fewer tests', () => {
  expect(titleOf({ ...baseTexts, [file]: text.replace('cases:', 'case:') })).not.toContain('fewer');
});

function headOf(whole: string): string {
  return whole.slice(0, whole.indexOf('  - name:'));
}
