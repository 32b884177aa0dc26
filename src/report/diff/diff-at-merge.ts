import type { PipelineAtMerge } from '../../diff/at-merge.ts';
import { countOf } from '../run/run-words.ts';
import { localDayTime, placeOf } from '../text/local-time.ts';
import { nameList } from '../text/name-list.ts';

type AtMerge = readonly PipelineAtMerge[];

/** `nothing in flight; first run Tue 24 Nov 04:30 Paris time; none twice`. Empty where no pipeline changes. */
export function mergeSummary(all: AtMerge): string {
  if (all.length === 0) return '';
  return [flightWords(all), ...firstWords(all), ...onceWords(all)].join('; ');
}

function flightWords(all: AtMerge): string {
  const runs = all.flatMap(({ inFlight }) => inFlight.map(({ run }) => run));
  const unseen = all.filter(({ state }) => state.kind === 'unknown').length;
  if (unseen === all.length) return 'in flight: not checked';
  const words =
    runs.length === 0
      ? 'nothing in flight'
      : `${countOf(runs.length, 'run')} in flight ${runs.length === 1 ? 'keeps its' : 'keep their'} code (${nameList(runs)})`;
  return unseen === 0 ? words : `${words}; ${countOf(unseen, 'pipeline')} not checked`;
}

/** What starts first with the new code: what is due, else what comes next. */
function firstWords(all: AtMerge): readonly string[] {
  const free = all.filter(({ paused }) => paused === undefined);
  const due = free.filter(({ due: found }) => found?.serve !== undefined);
  const count = due.reduce((sum, each) => sum + (each.due?.serve?.count ?? 0), 0);
  if (count > 0) {
    const of = all.length > 1 ? ` of ${nameList(due.map(({ pipeline }) => pipeline))}` : '';
    return [`${countOf(count, 'run')}${of} due at once, with the new code`];
  }
  const [first] = free.filter(({ next }) => next !== undefined).sort(byNext);
  if (first?.next !== undefined) {
    const of = all.length > 1 ? ` (${first.pipeline})` : '';
    return [`first run ${localDayTime(first.next, first.timezone)} ${placeOf(first.timezone)}${of}`];
  }
  const after = free.flatMap((each) => each.after);
  return after.length === 0 ? [] : [`first run after ${nameList([...new Set(after)])}`];
}

function byNext(a: PipelineAtMerge, b: PipelineAtMerge): number {
  return (a.next ?? '') < (b.next ?? '') ? -1 : 1;
}

/** A schedule that goes on at its cursor serves no time twice. */
function onceWords(all: AtMerge): readonly string[] {
  const scheduled = all.filter(({ next, due }) => next !== undefined || due?.serve !== undefined);
  return scheduled.length > 0 && scheduled.every(({ due }) => due !== undefined) ? ['none twice'] : [];
}
