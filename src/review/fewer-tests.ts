import type { Diff } from '../diff/change.ts';
import type { FewerTests } from '../report/review/review-view.ts';
import type { ValidatedTest } from '../validate/validate-tests.ts';
import type { PullSides } from './pull-sides.ts';

/**
 * Pipelines of the head about which fewer test cases are written than before: less is proven of them, and no test that fails tells it. What is
 * in a file that cannot be read is not counted as gone; of a pipeline that is gone nobody misses tests. By pipeline, sorted: cases may move from
 * file to file.
 */
export function fewerTests({ base, head }: PullSides, diff: Diff): readonly FewerTests[] {
  const names = newNames(diff);
  const unread = new Set(head.validation.tests.flatMap(({ file, test }) => (test === undefined ? [file] : [])));
  const before = casesOf(base.validation.tests.filter(({ file }) => !unread.has(file)));
  const after = casesOf(head.validation.tests);
  const present = new Set(head.validation.files.map(({ id }) => id));
  return [...before]
    .map(([id, count]) => ({ pipeline: names.get(id) ?? id, before: count }))
    .map((each) => ({ ...each, after: after.get(each.pipeline) ?? 0 }))
    .filter(({ pipeline, before: were, after: are }) => are < were && present.has(pipeline))
    .sort((a, b) => (a.pipeline < b.pipeline ? -1 : 1));
}

function newNames({ pipelines }: Diff): ReadonlyMap<string, string> {
  const changed = pipelines.flatMap((change) => (change.kind === 'pipeline-changed' ? change : []));
  return new Map(changed.flatMap(({ id, renamed }) => (renamed === undefined ? [] : [[renamed.from, id]])));
}

/** Cases by pipeline; what is expected of a schedule is one, too. */
function casesOf(tests: readonly ValidatedTest[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { test } of tests) {
    if (test === undefined) continue;
    counts.set(test.pipeline, (counts.get(test.pipeline) ?? 0) + test.cases.length + test.schedule.length);
  }
  return counts;
}
