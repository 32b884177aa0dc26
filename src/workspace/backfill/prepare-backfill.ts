import { countText } from '../../diagnostic/count-text.ts';
import { Problem } from '../../diagnostic/problem.ts';
import type { Backfill } from '../../model/backfill.ts';
import { limits } from '../../model/limits.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import { type BackfillCost, backfillCost } from '../../run/backfill-cost.ts';
import { type BackfillPlan, planBackfill } from '../../run/backfill-plan.ts';
import type { Interval } from '../../run/document.ts';
import { type BackfillRange, backfillRange } from '../../schedule/backfill-range.ts';
import { expectedDurations } from '../run/expected-durations.ts';
import type { Workspace } from '../workspace.ts';
import { type InterruptedInterval, interruptedOf } from './backfill-interrupted.ts';
import { byHand, knowledgeOf, requestDigest } from './backfill-state.ts';

/** What a backfill asks for; without an `id` a person did so, by hand. */
export type AskedBackfill = Omit<Backfill, 'id' | 'file' | 'reason'> & Partial<Pick<Backfill, 'id' | 'reason'>>;

/** A backfill, decided but not begun. */
export interface PreparedBackfill {
  readonly asked: AskedBackfill;
  /** From the start of its first interval to the end of its last. */
  readonly span: Interval;
  readonly plan: BackfillPlan;
  readonly cost: BackfillCost;
  /** Digest, see `BackfillProgress`. */
  readonly request: string;
  /** Those of `plan.todo` that an earlier process had begun and not ended. Nothing where ticks work the backfill off. */
  readonly interrupted: readonly InterruptedInterval[];
}

/**
 * Decides what a backfill would do now; nothing is written.
 *
 * @throws {Problem} SG740 if its range has no intervals.
 */
export async function prepareBackfill(
  workspace: Workspace,
  pipeline: Pipeline,
  asked: AskedBackfill,
): Promise<PreparedBackfill> {
  const { intervals, from, to } = demandIntervals(pipeline, asked);
  const view = await workspace.state.view(workspace.environment, pipeline.id);
  const request = requestDigest({ ...asked, from, to });
  const known = knowledgeOf(workspace, { state: view.state, runs: await view.runs() }, asked.id ?? byHand, request);
  const first = planBackfill(asked, intervals, known);
  const interrupted = asked.id === undefined ? await interruptedOf(workspace, pipeline, asked, first.todo, known) : [];
  const resumable = new Set(interrupted.filter(({ afresh }) => afresh === undefined).map(({ run }) => run));
  const plan = planBackfill(asked, intervals, { ...known, resumable });
  const expected = expectedDurations(await view.durations());
  const cost = backfillCost(pipeline.tasks, expected, plan.todo.length, asked.maxActive);
  const span = { start: intervals[0]?.start ?? '', end: intervals.at(-1)?.end ?? '' };
  return { asked, span, plan, cost, request, interrupted };
}

/**
 * The intervals of a backfill's range, oldest first.
 *
 * @throws {Problem} SG740 if there are none, or too many.
 */
export function demandIntervals(
  pipeline: Pipeline,
  asked: Pick<AskedBackfill, 'from' | 'to'>,
): BackfillRange & { readonly kind: 'intervals' } {
  const { id, on } = pipeline;
  const { from, to } = asked;
  if (on.schedule.length === 0) {
    const help = `Run it by hand for a time of your choice: segue run ${id} --interval ${from}/${to}`;
    throw wrong(`${id} has no schedule, so it has no intervals.`, help);
  }
  const range = backfillRange(on.schedule, asked);
  switch (range.kind) {
    case 'intervals':
      return range;
    case 'unreadable':
      throw wrong(`\`${range.text}\` is no date and no instant.`, 'Write `2026-01-31` or `2026-01-31T05:00Z`.');
    case 'backwards':
      throw wrong(`The range from ${from} to ${to} is empty.`, 'Write the earlier one as --from; --to is exclusive.');
    case 'empty':
      throw wrong(`No interval of ${id} starts from ${from} on and before ${to}.`, nextHelp(range.next, id));
    case 'too-many':
      throw wrong(
        `From ${from} to ${to} ${id} has more than ${countText(limits.backfillIntervals)} intervals.`,
        `Split it: --to ${new Date(range.splitAt).toISOString()} first, then --from there.`,
      );
    default:
      return range satisfies never;
  }
}

function nextHelp(next: number | undefined, id: string): string {
  return next === undefined
    ? `The schedule fires no more after that. segue next ${id} shows it.`
    : `The next one starts at ${new Date(next).toISOString()}.`;
}

function wrong(message: string, help: string): Problem {
  return new Problem('SG740', message, help, 2);
}
