import { countText } from '../../diagnostic/count-text.ts';
import type { PipelineChange } from '../../diff/change.ts';
import { countOf } from '../run/run-words.ts';
import { nameList } from '../text/name-list.ts';
import type { ComparedSide, DiffView } from './diff-view.ts';

/** `2 pipelines change, 1 warning`. */
export function diffVerdict({
  pipelines,
  settings,
  risks,
  notCompared: unread,
  withErrors,
  policy = [],
}: DiffView): string {
  const warnings = risks.filter(({ severity }) => severity === 'warning').length;
  const parts = [
    ...changeCounts(pipelines),
    ...(pipelines.length === 0 && settings.length > 0 ? ['the settings change, and no pipeline'] : []),
    ...(unread.length === 0 ? [] : [`${countOf(unread.length, 'pipeline')} not compared`]),
    ...(withErrors.length === 0 ? [] : [`${withErrors.length} with errors`]),
    ...(policy.length === 0 ? [] : [`${policy.length} against the policy`]),
    ...(warnings === 0 ? [] : [countOf(warnings, 'warning')]),
  ];
  return parts.length === 0 ? 'no pipeline changes' : parts.join(', ');
}

/** `2 pipelines change, 1 added, 1 removed`; what is gone must not look like an edit. */
export function changeCounts(pipelines: readonly Pick<PipelineChange, 'kind'>[]): readonly string[] {
  const count = (kind: PipelineChange['kind']) => pipelines.filter((each) => each.kind === kind).length;
  const counts = [
    { number: count('pipeline-changed'), words: (is: number) => (is === 1 ? 'changes' : 'change') },
    { number: count('pipeline-added'), words: () => 'added' },
    { number: count('pipeline-removed'), words: () => 'removed' },
  ].filter(({ number }) => number > 0);
  return counts.map(({ number, words }, index) =>
    index === 0 ? `${countOf(number, 'pipeline')} ${words(number)}` : `${countText(number)} ${words(number)}`,
  );
}

/** `main (a1b2c3d)`; a commit that was given as such is not said twice. */
export function sideLabel({ name, commit }: ComparedSide): string {
  if (commit === undefined) return name;
  const short = commit.slice(0, 7);
  return commit.startsWith(name) ? short : `${name} (${short})`;
}

/** What nothing, or not all, is said about; an empty text if there is nothing. */
export function notCompared({ notCompared: ids, withErrors }: DiffView): string {
  const parts = [
    ...(ids.length === 0 ? [] : [`Not compared, since a side could not be read: ${nameList(ids, 10)}.`]),
    ...(withErrors.length === 0
      ? []
      : [`With errors, so times and durations are left out: ${nameList(withErrors, 10)}.`]),
  ];
  return parts.length === 0 ? '' : `${parts.join(' ')} What is wrong: segue validate`;
}

/** What was needed and is not there; an empty text if nothing is missing. */
export function historyNote({ costs, pipelines, pipelinesAfter }: DiffView): string {
  const known = new Set(costs.map(({ pipeline }) => pipeline));
  const changed = pipelines.filter(({ kind }) => kind === 'pipeline-changed');
  const missing = changed.filter(({ id }) => !known.has(id)).map(({ id }) => id);
  if (missing.length === 0) return '';
  const whose = missing.length === changed.length ? '' : ` of ${nameList(missing)}`;
  const hasDeadline = missing.some((id) => pipelinesAfter.get(id)?.deadline !== undefined);
  const unchecked = hasDeadline ? ' The deadline: not checked.' : '';
  return `How long runs${whose} take is not known: no earlier runs are known here.${unchecked}`;
}
