import { expect, test } from 'vitest';
import { reviewOf } from '../../src/review/review-of.ts';
import fc from '../support/seeded-fast-check.ts';
import { baseTexts, changeOf, type Texts } from './pull-cases.ts';

const policy =
  'policy: { require: [owner, deadline], min-cron-distance: 90m, protect: [{ pipelines: "**" }], block: [SG851, SG855] }\n';
const base: Texts = {
  ...baseTexts,
  '.github/segue.yml': `${baseTexts['.github/segue.yml']}${policy}`,
  'pipelines/x.backfill.yml': 'pipeline: finance/daily-close\nfrom: 2027-03-01\nto: 2027-04-01\nreason: r\n',
};
const files = Object.keys(base).filter((path) => path.endsWith('.yml'));
const words =
  'tasks: needs: run: on: schedule: "*_*_*_*_*" catchup:_all deadline:_{_after:_1m_} [] {} null -1 1e99 timezone:_Nowhere/None max-active-runs:_0 renamed-from:_ops/audit secrets:_[A] &a *a <<:_*a owner:_3 lane:_x pool:_y retries:_99 pipeline:_ops/audit to:_1970-01-01 from:_9999-12-31'
    .split(' ')
    .map((word) => word.replaceAll('_', ' '));

/** What a slip does to a file: a line that is gone, comes twice, or is another word; a file that is gone. */
const slip = fc.record({
  file: fc.constantFrom(...files),
  line: fc.nat(30),
  word: fc.constantFrom(...words),
  kind: fc.constantFrom('drop', 'double', 'insert', 'replace', 'remove'),
});

type Slip = typeof slip extends fc.Arbitrary<infer Value> ? Value : never;

function after(slips: readonly Slip[]): Texts {
  const texts = new Map(Object.entries(base));
  for (const each of slips) {
    const text = texts.get(each.file);
    if (text === undefined) continue;
    if (each.kind === 'remove') texts.delete(each.file);
    else texts.set(each.file, slipped(text, each));
  }
  return Object.fromEntries(texts);
}

function slipped(text: string, { kind, line, word }: Slip): string {
  const lines = text.split('\n');
  const at = line % lines.length;
  const old = lines[at] ?? '';
  const fresh = `${/^\s*/.exec(old)?.[0]}${word}`;
  const instead = { drop: [], double: [old, old], insert: [fresh, old], replace: [fresh], remove: [old] }[kind];
  return lines.toSpliced(at, 1, ...instead).join('\n');
}

test('no slip is too odd to be judged, with or without what is stored', () => {
  fc.assert(
    fc.property(fc.array(slip, { minLength: 1, maxLength: 5 }), fc.boolean(), (slips, isKnown) => {
      const { history, runs, ...change } = changeOf(base, after(slips));
      const past = history === undefined || runs === undefined ? {} : { history, runs };
      const { title, summary, conclusion, annotations } = reviewOf(isKnown ? { ...change, ...past } : change);
      expect(title).not.toBe('');
      expect(summary).not.toBe('');
      const hasFailure = annotations.some(({ level }) => level === 'failure');
      expect(hasFailure ? conclusion : 'failure').toBe('failure');
    }),
    { numRuns: 60 },
  );
});
