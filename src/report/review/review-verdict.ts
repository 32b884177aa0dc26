import { countText } from '../../diagnostic/count-text.ts';
import { changeCounts } from '../diff/diff-verdict.ts';
import type { CheckConclusion } from '../forge/forge.ts';
import { countOf } from '../run/run-words.ts';
import { forecastWarnings } from './review-forecast.ts';
import { openRisks } from './review-problems.ts';
import type { ReviewView } from './review-view.ts';

/** `1 error, 2 pipelines change, 1 warning`: what decides first, then what changes, then what to look at. */
export function reviewVerdict(view: ReviewView): string {
  const { findings, policy, tests } = view;
  const failed = failedCases(view);
  const waived = policy.filter(({ missing }) => missing === 0).length + view.accepted.length;
  const blocked = policy.filter(({ blocks }) => blocks).length;
  const parts = [
    ...errorParts(findings),
    ...(failed === 0 ? [] : [`${countText(failed)} of ${countOf(tests.cases, 'test case')} failed`]),
    ...(blocked === 0 ? [] : [countOf(blocked, 'policy finding')]),
    ...changeParts(view),
    ...fewerParts(view),
    ...(tests.unplayed.length === 0 ? [] : [`${countOf(tests.unplayed.length, 'test case')} not played`]),
    ...(waived === 0 ? [] : [`${countText(waived)} waived`]),
    ...(warningCount(view) === 0 ? [] : [countOf(warningCount(view), 'warning')]),
  ];
  if (parts.length > 0) return parts.join(', ');
  return tests.cases === 0 ? 'No pipeline changes' : `No pipeline changes, ${countOf(tests.cases, 'test case')} passed`;
}

/** Red for what is wrong, for tests that fail, and for what the policy forbids and nobody has waived. */
export function reviewConclusion(view: ReviewView): Extract<CheckConclusion, 'success' | 'failure'> {
  const isWrong = view.findings.some(({ severity }) => severity === 'error');
  const isForbidden = view.policy.some(({ blocks }) => blocks);
  return isWrong || isForbidden || failedCases(view) > 0 ? 'failure' : 'success';
}

/** Whether there is something that a reader of the pull request would miss. */
export function tellsOfPipelines(view: ReviewView): boolean {
  const { diff, findings, policy, backfills } = view;
  const changes = diff.pipelines.length + diff.settings.length + diff.notCompared.length + backfills.length;
  return changes + findings.length + policy.length + failedCases(view) + view.fewerTests.length > 0;
}

/** Cases, of which each may have failed in several ways. */
export function failedCases({ tests }: Pick<ReviewView, 'tests'>): number {
  return new Set(tests.failures.map(({ file, name }) => JSON.stringify([file, name]))).size;
}

/** Several errors of one file are often one slip. */
function errorParts(findings: ReviewView['findings']): readonly string[] {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const files = new Set(errors.map(({ file }) => file)).size;
  const where = errors.length > files ? ` in ${countOf(files, 'file')}` : '';
  return errors.length === 0 ? [] : [`${countOf(errors.length, 'error')}${where}`];
}

function changeParts({ diff, backfills }: ReviewView): readonly string[] {
  const { pipelines, settings, notCompared } = diff;
  const isNone = pipelines.length === 0;
  return [
    ...changeCounts(pipelines),
    ...(isNone && settings.length > 0 ? ['the settings change, and no pipeline'] : []),
    ...(notCompared.length === 0 ? [] : [`${countOf(notCompared.length, 'pipeline')} not compared`]),
    ...(backfills.length === 0 ? [] : [backfillText(backfills)]),
  ];
}

/** No error: a case may be gone for a good reason. But it is gone with no other sign. */
function fewerParts({ fewerTests }: ReviewView): readonly string[] {
  const gone = fewerTests.reduce((sum, { before, after }) => sum + before - after, 0);
  return gone === 0 ? [] : [`${countOf(gone, 'test case')} fewer`];
}

function backfillText(backfills: ReviewView['backfills']): string {
  const runs = backfills.reduce((sum, { plan }) => sum + plan.todo.length, 0);
  const isKnown = backfills.every(({ isStateKnown }) => isStateKnown);
  return `${countOf(backfills.length, 'backfill')} of ${isKnown ? '' : 'up to '}${countOf(runs, 'run')}`;
}

function warningCount(view: ReviewView): number {
  const { findings, policy } = view;
  const rules = findings.filter(({ severity }) => severity === 'warning').length;
  const asked = policy.filter(({ severity, missing }) => severity === 'warning' && missing > 0).length;
  const risks = openRisks(view).filter(({ severity }) => severity === 'warning').length;
  return rules + asked + risks + forecastWarnings(view).length + (view.isWorkflowStale ? 1 : 0);
}
