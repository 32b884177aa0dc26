import type { Pipeline } from '../../model/pipeline.ts';
import { due } from '../../schedule/due.ts';
import type { RiskRule } from '../risk.ts';
import { at } from '../risk-places.ts';

/** Intervals that are counted; no wake-up starts as many. */
const most = 10_000;

export const catchupFlood: RiskRule = {
  code: 'SG854',
  name: 'catchup-flood',
  severity: 'warning',
  summary: 'With the new catchup or schedule, several runs are due at once.',
  why: 'The schedule is settled up to some moment. What lies between that and now is served by the first wake-up after the merge: with `catchup: all` each interval by a run of its own.',
  fix: 'Use `catchup: latest` if the newest interval is enough. If all are wanted, set `max-active-runs`, or merge when there is time for them.',
  check: ({ pairs, base, head, now }) =>
    pairs.flatMap(({ change, before, after, history }) => {
      if (after === undefined || change.kind === 'pipeline-removed' || history?.cursor === undefined) return [];
      if ((before !== undefined && base.unfit?.has(before.id)) || head.unfit?.has(after.id)) return [];
      // The new id begins at the present, whatever is kept under the old one.
      if (change.kind === 'pipeline-changed' && change.renamed?.how === 'alike') return [];
      const count = (pipeline: Pipeline) => dueRuns(pipeline, history.cursor, now);
      const [old, fresh] = [before === undefined ? 0 : count(before), count(after)];
      if (fresh < 2 || fresh <= old) return [];
      const more = fresh >= most ? `${most} or more` : String(fresh);
      const isWritten = before === undefined ? after.catchup === 'all' : after.catchup !== before.catchup;
      return [
        {
          ...at(after, isWritten ? 'catchup' : 'on'),
          message: `${more} runs are due at once: its schedule is settled up to ${history.cursor.replace(/:00\.000Z$/, 'Z')}, with \`catchup: ${after.catchup}\``,
          help: `${pastText(before, old)} \`catchup: latest\` runs the newest alone.`,
        },
      ];
    }),
};

function pastText(before: Pipeline | undefined, old: number): string {
  if (before === undefined) return 'An earlier pipeline of this id was served up to there.';
  return `Before, ${old === 0 ? 'none was' : old === 1 ? 'one was' : `${old} were`}.`;
}

function dueRuns({ on, catchup }: Pipeline, cursor: string | undefined, now: number): number {
  return on.schedule.length === 0 ? 0 : due(on.schedule, { cursor, now, catchup, most }).serve.length;
}
