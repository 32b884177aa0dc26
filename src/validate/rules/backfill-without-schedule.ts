import type { Rule } from '../rule.ts';

export const backfillWithoutSchedule: Rule = {
  code: 'SG802',
  name: 'backfill-without-schedule',
  severity: 'error',
  summary: 'A backfill is about a pipeline without a schedule.',
  why: 'A backfill processes past intervals, and intervals lie between the fires of a schedule. Without one there are none.',
  fix: 'Give the pipeline an `on.schedule`, or run it by hand for a time of your choice: `segue run ID --interval START/END`.',
  checkBackfill({ backfill, source, pipeline }) {
    if (pipeline === undefined || pipeline.on.schedule.length > 0) return [];
    const message = `\`${pipeline.id}\` has no schedule, so it has no intervals`;
    const help = `Run it by hand for this time: segue run ${pipeline.id} --interval ${backfill.from}/${backfill.to}`;
    return [{ range: source.value(['pipeline']), message, help }];
  },
};
