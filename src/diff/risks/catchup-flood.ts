import type { Pipeline } from '../../model/pipeline.ts';
import { due } from '../../schedule/due.ts';
import type { RiskRule } from '../risk.ts';
import { at, keptPairs } from '../risk-places.ts';

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
    keptPairs(pairs).flatMap(({ before, after, history }) => {
      if (base.unfit?.has(before.id) || head.unfit?.has(after.id) || history?.cursor === undefined) return [];
      const count = (pipeline: Pipeline) => dueRuns(pipeline, history.cursor, now);
      const [old, fresh] = [count(before), count(after)];
      if (fresh < 2 || fresh <= old) return [];
      const more = fresh >= most ? `${most} or more` : String(fresh);
      return [
        {
          ...at(after, after.catchup === before.catchup ? 'on' : 'catchup'),
          message: `${more} runs are due at once: its schedule is settled up to ${history.cursor}, with \`catchup: ${after.catchup}\``,
          help: `Before, ${old === 0 ? 'none was' : old === 1 ? 'one was' : `${old} were`}. \`catchup: latest\` runs the newest alone.`,
        },
      ];
    }),
};

function dueRuns({ on, catchup }: Pipeline, cursor: string | undefined, now: number): number {
  return on.schedule.length === 0 ? 0 : due(on.schedule, { cursor, now, catchup, most }).serve.length;
}
