import type { Rule } from '../rule.ts';

export const emptyBackfill: Rule = {
  code: 'SG804',
  name: 'empty-backfill',
  severity: 'error',
  summary: 'No interval of the pipeline starts within a backfill.',
  why: 'It would be merged, and nothing would ever come of it. An interval belongs to the backfill that it starts in.',
  fix: 'Widen `from` and `to`, or look at the schedule: `segue next ID` shows when it fires.',
  checkBackfill({ backfill, source, range }) {
    if (range?.kind !== 'empty') return [];
    const { pipeline, from, to } = backfill;
    const message = `no interval of \`${pipeline}\` starts from ${from} on and before ${to}`;
    const help =
      range.next === undefined
        ? 'The schedule fires no more after that.'
        : `The next one starts at ${new Date(range.next).toISOString()}.`;
    return [
      { range: source.value(['from']), message, help, related: [{ range: source.value(['to']), message: 'the end' }] },
    ];
  },
};
