import { expect, test } from 'vitest';
import { renderUpcoming, type ScheduledPipeline } from '../../src/report/diff/upcoming.ts';
import { createStyle } from '../../src/report/text/ansi-style.ts';
import { nextIntervals } from '../../src/schedule/interval.ts';

const now = Date.parse('2026-10-24T22:30:00Z');

function pipeline(
  id: string,
  schedule: ScheduledPipeline['schedule'],
  after: readonly string[] = [],
): ScheduledPipeline {
  const fires = nextIntervals(schedule, now - 90_000_000, 3).map(({ start, end }) => ({ at: end, start, end }));
  return { pipeline: id, schedule, after, fires };
}

test('fires for people: local to the first cron, far and near, before and after now', async () => {
  const lines = renderUpcoming(
    [
      pipeline('finance/daily-close', [{ cron: '30 2 * * *', timezone: 'Europe/Paris' }]),
      pipeline('hourly', [{ cron: '30 */12 * * *', timezone: 'UTC' }]),
      pipeline('several', [
        { cron: '0 5 * * 1', timezone: 'America/New_York', start: '2026-01-01' },
        { cron: '0 9 1 * *', timezone: 'Asia/Kathmandu', end: '2027-12-31' },
      ]),
      pipeline('over', [{ cron: '0 5 * * *', timezone: 'UTC', end: '2026-01-31' }]),
      pipeline('chained', [], ['hourly', 'several']),
      pipeline('by-hand', []),
      pipeline('also/by-hand', []),
    ],
    { now, style: createStyle(false), width: 120 },
  );
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('golden/upcoming.txt');
});
