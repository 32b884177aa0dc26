import { countText } from '../../diagnostic/count-text.ts';
import { formatDuration } from '../../model/duration.ts';
import type { BackfillPlan } from '../../run/backfill-plan.ts';
import type { Interval } from '../../run/document.ts';
import { unreachable } from '../../run/states.ts';
import { countOf } from '../run/run-words.ts';
import { localDayTime, placeOf } from '../text/local-time.ts';
import { code, type Markdown, md, nothing, plain, strong } from '../text/markdown.ts';
import { blocks, bullets, details, lines } from '../text/markdown-blocks.ts';
import { nameList } from '../text/name-list.ts';
import { formatInterval } from '../text/time-text.ts';
import type { ReviewBackfill } from './review-view.ts';

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
    const items = spansOf(each.plan).map(spanItem);
    const rest = items.length - atMost;
    const more = rest > 0 ? [md`and ${plain(countText(rest))} more`] : [];
    return blocks(md`${code(each.id)}, ${plain(each.reason)}`, bullets([...items.slice(0, atMost), ...more]));
  });
  const count = backfills.reduce((sum, { plan }) => sum + plan.todo.length, 0);
  return details(`Intervals (${countText(count)} to do)`, blocks(...parts));
}

type Verdict = 'todo' | 'going' | 'done' | 'ahead';

/** Intervals without a gap between them of which the same is said. */
interface IntervalSpan extends Interval {
  readonly verdict: Verdict;
  readonly count: number;
}

function spansOf(plan: BackfillPlan): readonly IntervalSpan[] {
  const of = (verdict: Verdict) => plan[verdict].map(({ start, end }) => ({ start, end, verdict, count: 1 }));
  const all = [...of('todo'), ...of('going'), ...of('done'), ...of('ahead')].sort((a, b) =>
    a.start < b.start ? -1 : 1,
  );
  const spans: IntervalSpan[] = [];
  for (const each of all) {
    const last = spans.at(-1);
    const joins = last?.verdict === each.verdict && last.end === each.start;
    if (joins) spans[spans.length - 1] = { ...last, end: each.end, count: last.count + 1 };
    else spans.push(each);
  }
  return spans;
}

function spanItem({ verdict, count, ...span }: IntervalSpan): Markdown {
  const what = md`${plain(formatInterval(span))}: ${plain(spanWords(verdict, count))}`;
  return verdict === 'todo' ? strong(what) : what;
}

function spanWords(verdict: Verdict, count: number): string {
  switch (verdict) {
    case 'todo':
      return countOf(count, 'run');
    case 'going':
      return `${countOf(count, 'run')} going on`;
    case 'done':
      return `${countOf(count, 'interval')} done already`;
    case 'ahead':
      return `${countOf(count, 'interval')} not complete yet`;
    default:
      return unreachable(verdict);
  }
}

function backfillLine(backfill: ReviewBackfill): Markdown {
  const { id, pipeline, plan } = backfill;
  const { todo, done, going, ahead } = plan;
  const runs = `${backfill.isStateKnown ? '' : 'up to '}${countOf(todo.length, 'run')} to start`;
  const others = [
    ...(done.length > 0 ? [`${countText(done.length)} done already`] : []),
    ...(going.length > 0 ? [`${countText(going.length)} going on`] : []),
    ...(ahead.length > 0 ? [`${countText(ahead.length)} not complete yet`] : []),
    ...(backfill.isStateKnown ? [] : ['which of them are done already: not checked']),
  ];
  const rest = others.length === 0 ? nothing : md`; ${plain(others.join(', '))}`;
  return md`**Backfill** ${code(id)} of ${plain(pipeline)}: ${strong(plain(runs))}${rest}. ${plain(costText(backfill))}`;
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
