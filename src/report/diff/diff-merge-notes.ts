import { countText } from '../../diagnostic/count-text.ts';
import type { PipelineAtMerge, StateAtMerge } from '../../diff/at-merge.ts';
import type { DueRuns } from '../../diff/due-at-merge.ts';
import { countOf } from '../run/run-words.ts';
import { localDayTime, placeOf } from '../text/local-time.ts';
import { nameList } from '../text/name-list.ts';

const mostNotes = 12;

/** What of a merge a person may want to do something about; texts of others are in it as they are. */
export function mergeNotes(all: readonly PipelineAtMerge[]): readonly string[] {
  const notes = all.flatMap((each) => notesOf(each).map((note) => `${each.pipeline}: ${note}`));
  const rest = notes.length - mostNotes;
  return rest > 1 ? [...notes.slice(0, mostNotes), `And ${countText(rest)} more of what the merge meets.`] : notes;
}

function notesOf(each: PipelineAtMerge): readonly string[] {
  return [...dueNotes(each), ...waitNotes(each), ...stateNotes(each), ...retryNotes(each)];
}

function dueNotes({ due, timezone, next }: PipelineAtMerge): readonly string[] {
  if (due === undefined) return [];
  const { serve, passedOver, before } = due;
  // Several more are a risk of their own, SG854, which is told before.
  const isOther =
    serve !== undefined && serve.count !== before.serve && (serve.count < 2 || serve.count < before.serve);
  const passes = passedOver !== undefined && passedOver.count > before.passedOver;
  const isPutOff = serve === undefined && passedOver === undefined && before.serve > 0;
  return [
    ...(isPutOff ? [putOffText(before.serve, next !== undefined)] : []),
    ...(isOther
      ? [
          `${dueText(serve, timezone)}; without the change ${before.serve === 0 ? 'nothing' : countText(before.serve)} would be due`,
        ]
      : []),
    ...(passes
      ? [
          `${countOf(passedOver.count, 'interval')} that nothing has served will be passed over, ${rangeText(passedOver.from, passedOver.to, timezone)}`,
        ]
      : []),
  ];
}

function putOffText(count: number, isScheduled: boolean): string {
  const what = count === 1 ? '1 run that is due now' : `${countText(count)} runs that are due now`;
  return isScheduled
    ? `${what} will start with the next one, for all of the time until then`
    : `${what} will not start: it has no schedule any more`;
}

function dueText({ count, first, last }: DueRuns, timezone: string): string {
  const what = count === 1 ? '1 run is due at once' : `${countText(count)} runs are due at once`;
  return `${what}, for ${rangeText(first.start, last.end, timezone)}`;
}

function rangeText(start: string, end: string, timezone: string): string {
  return `${localDayTime(start, timezone)} to ${localDayTime(end, timezone)} ${placeOf(timezone)}`;
}

function waitNotes({ waitsFor, paused, state, onlyByHand }: PipelineAtMerge): readonly string[] {
  const names = nameList(waitsFor);
  const until = `${waitsFor.length === 1 ? 'has' : 'have'} ended`;
  const why = state.kind === 'moves' ? `until then ${state.from} keeps its state` : 'max-active-runs';
  return [
    ...(onlyByHand ? ['nothing starts it any more but people: neither a schedule nor another pipeline'] : []),
    ...(waitsFor.length === 0 ? [] : [`nothing starts before ${names} ${until} (${why})`]),
    ...(paused === undefined ? [] : [`paused by ${paused.by}: nothing starts before segue unpause`]),
  ];
}

function stateNotes({ state, pipeline, environment }: PipelineAtMerge): readonly string[] {
  switch (state.kind) {
    case 'goes-on':
    case 'begins':
    case 'none':
    case 'unknown':
      return [];
    case 'comes-back':
      return [
        `an earlier pipeline of this id has state in ${environment ?? 'the store'}: it goes on where that one stood`,
      ];
    case 'moves':
      return [`goes on where ${state.from} stood; the runs so far stay under that id`];
    case 'orphaned':
      return orphanNotes(state, state.id === pipeline);
    default:
      return state satisfies never;
  }
}

/** That a new name has left its state behind is a risk of its own, SG858, which is told before. */
function orphanNotes(
  { id, runs, unserved }: Extract<StateAtMerge, { kind: 'orphaned' }>,
  isGone: boolean,
): readonly string[] {
  const lost = `${countOf(unserved, 'interval')} due now will never be served`;
  if (!isGone) return unserved === 0 ? [] : [`of ${id}, ${lost}`];
  const kept = runs === undefined ? '' : ` (${countOf(runs, 'run')})`;
  const advice = `If it goes on under another id, say so there: renamed-from: ${id}`;
  return [`its state${kept} stays, and nothing uses it${unserved === 0 ? '' : `; ${lost}`}. ${advice}`];
}

/** A retry takes the newest code unless told otherwise, and where a workflow serves it that cannot be told. */
function retryNotes({ retries }: PipelineAtMerge): readonly string[] {
  const lost = retries.filter(({ gone }) => gone === undefined).map(({ run }) => run);
  const are = lost.length === 1 ? 'has' : 'have';
  return [
    ...retries.flatMap(({ run, gone = [] }) =>
      gone.length === 0
        ? []
        : [`a retry of ${run} will not run ${nameList(gone)}, which ${gone.length === 1 ? 'is' : 'are'} gone`],
    ),
    ...(lost.length === 0
      ? []
      : [`${nameList(lost)} ${are} not succeeded; retry before the merge: after it no file says what to run`]),
  ];
}
