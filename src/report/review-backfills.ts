import { countText } from '../diagnostic/count-text.ts';
import { formatDuration } from '../model/duration.ts';
import { localDayTime, placeOf } from './local-time.ts';
import { code, type Markdown, md, nothing, plain, strong } from './markdown.ts';
import { blocks, bullets, details, lines } from './markdown-blocks.ts';
import { nameList } from './name-list.ts';
import type { ReviewBackfill } from './review-view.ts';
import { countOf } from './run-words.ts';
import { formatInterval } from './time-text.ts';

/** Backfills that are told, and intervals of each that are listed. */
const most = { backfills: 10, intervals: 60 } as const;

/** What each backfill would do, in a line. */
export function backfillLines(backfills: readonly ReviewBackfill[]): Markdown {
  const rest = backfills.length - most.backfills;
  return lines(
    ...backfills.slice(0, most.backfills).map(backfillLine),
    rest > 0 ? md`And ${plain(countOf(rest, 'more backfill'))}.` : nothing,
  );
}

/** Their intervals, folded away. */
export function intervalsFold(backfills: readonly ReviewBackfill[], atMost: number = most.intervals): Markdown {
  const parts = backfills.slice(0, most.backfills).map((each) => {
    const { todo, going, done, ahead } = each.plan;
    const items = [
      ...todo.map((interval) => md`${plain(formatInterval(interval))}`),
      ...going.map((interval) => md`${plain(formatInterval(interval))}: a run of it goes on`),
      ...done.map((interval) => md`${plain(formatInterval(interval))}: nothing to do`),
      ...ahead.map((interval) => md`${plain(formatInterval(interval))}: not complete yet`),
    ];
    const rest = items.length - atMost;
    const more = rest > 0 ? [md`and ${plain(countText(rest))} more`] : [];
    return blocks(md`${code(each.id)}, ${plain(each.reason)}`, bullets([...items.slice(0, atMost), ...more]));
  });
  const count = backfills.reduce((sum, { plan }) => sum + plan.todo.length, 0);
  return details(`Intervals (${countText(count)} to do)`, blocks(...parts));
}

function backfillLine(backfill: ReviewBackfill): Markdown {
  const { id, pipeline, plan } = backfill;
  const { todo, done, going, ahead } = plan;
  const counts = [
    `${countOf(todo.length, 'run')} to start`,
    ...(done.length > 0 ? [`${countText(done.length)} done already`] : []),
    ...(going.length > 0 ? [`${countText(going.length)} going on`] : []),
    ...(ahead.length > 0 ? [`${countText(ahead.length)} not complete yet`] : []),
  ];
  const unknown = backfill.isStateKnown ? '' : ' (which of them are done already: not checked)';
  return md`**Backfill** ${code(id)} of ${plain(pipeline)}: ${strong(plain(counts[0] ?? ''))}${plain(
    counts
      .slice(1)
      .map((each) => `, ${each}`)
      .join(''),
  )}${plain(unknown === '' ? '' : unknown)}. ${plain(costText(backfill))}`;
}

function costText({ plan: { todo, order }, cost, maxActive, endsAt, timezone }: ReviewBackfill): string {
  const { wallMs, billedMinutes, unknown } = cost;
  if (todo.length === 0) return 'It would do nothing.';
  if (wallMs === undefined || billedMinutes === undefined || endsAt === undefined)
    return 'How long that takes is not known.';
  const at = maxActive === 1 ? 'one after the other' : `${countText(maxActive)} at a time`;
  const way = order === 'oldest-first' ? '' : ', newest first';
  const without = unknown.length === 0 ? '' : `, without ${nameList(unknown)}`;
  const end = `${localDayTime(endsAt, timezone)} ${placeOf(timezone)}`;
  return `About ${formatDuration(wallMs)} ${at}${way}, ${countOf(billedMinutes, 'runner minute')}${without}; merged now, done by ${end}.`;
}
