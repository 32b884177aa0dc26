import { countText } from '../../diagnostic/count-text.ts';
import { limits } from '../../model/limits.ts';
import type { Rule } from '../rule.ts';

const most = countText(limits.backfillIntervals);

export const largeBackfill: Rule = {
  code: 'SG805',
  name: 'large-backfill',
  severity: 'error',
  summary: `A backfill has more than ${most} intervals.`,
  why: 'Each interval is a run. More often than not such a range is a mistake in a year, and a real one is better watched in parts.',
  fix: 'Split it into several files, each from where the one before ends.',
  checkBackfill({ backfill, source, range }) {
    if (range?.kind !== 'too-many') return [];
    const split = new Date(range.splitAt).toISOString();
    const message = `the backfill has more than ${most} intervals of \`${backfill.pipeline}\``;
    const help = `Split it: \`to: ${split}\` here, and a second file with \`from: ${split}\` and \`to: ${backfill.to}\`.`;
    return [
      {
        range: source.value(['to']),
        message,
        help,
        related: [{ range: source.value(['from']), message: 'the start' }],
      },
    ];
  },
};
