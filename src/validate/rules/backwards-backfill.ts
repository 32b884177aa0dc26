import type { Rule } from '../rule.ts';

export const backwardsBackfill: Rule = {
  code: 'SG803',
  name: 'backwards-backfill',
  severity: 'error',
  summary: 'A backfill ends before it begins, or where it begins.',
  why: 'It has no intervals. `to` is exclusive: one day is `from: 2026-01-31` and `to: 2026-02-01`.',
  fix: 'Write the earlier one as `from`. To process the newest first, write `order: newest-first`.',
  checkBackfill({ backfill, source, range }) {
    if (range?.kind !== 'backwards') return [];
    const same = range.from === range.to;
    const message = `\`to\` (${backfill.to}) is ${same ? 'where `from` is' : `before \`from\` (${backfill.from})`}`;
    const help = same
      ? '`to` is exclusive: write the day after the last one.'
      : 'Exchange them. For the newest intervals first write `order: newest-first`.';
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
