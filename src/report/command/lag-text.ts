import { countText } from '../../diagnostic/count-text.ts';
import { formatDuration, writeDuration } from '../../model/duration.ts';
import { countOf } from '../run/run-words.ts';
import type { Style } from '../text/ansi-style.ts';
import { cleanText } from '../text/ansi-width.ts';
import { renderTable } from '../text/text-table.ts';
import type { PipelineLag, Spread } from './lag.ts';
import type { LagAdvice } from './lag-advice.ts';

export interface LagLook {
  readonly style: Style;
  readonly width: number;
}

/** What `segue status --lag` prints: a row for each pipeline, and what can be done. */
export function renderLag(lags: readonly PipelineLag[], advice: readonly LagAdvice[], look: LagLook): string[] {
  const { style, width } = look;
  if (lags.length === 0) return ['No scheduled run is kept that tells how late it started.'];
  const cells = ['pipeline', 'runs', 'late: p50', 'p95', 'longest', 'of p95: asleep', 'own runs', 'places'];
  const rows = lags.map(({ pipeline, count, late, wake, busy, place }) => [
    cleanText(pipeline),
    countText(count),
    ...[late.p50Ms, late.p95Ms, late.maxMs].map(lateText),
    ...[wake, busy, place].map(partText),
  ]);
  const table = renderTable(rows, { width, header: { cells, paint: style.muted } });
  const legend =
    'asleep: until Segue was woken; own runs: max-active-runs of them went on; places: max-parallel-runs, pushes';
  return [...table, style.muted(legend), '', ...advice.flatMap((each) => adviceLines(each, style))];
}

function adviceLines(advice: LagAdvice, style: Style): string[] {
  const { fact, todo } = adviceText(advice);
  const mark =
    advice.kind === 'punctual' ? style.success('✓') : advice.kind === 'few' ? style.muted('·') : style.warning('!');
  return [`${mark} ${fact}`, ...(todo === undefined ? [] : [`  ${todo}`])];
}

/** What the numbers say, and what to do. */
function adviceText(advice: LagAdvice): { readonly fact: string; readonly todo?: string } {
  switch (advice.kind) {
    case 'few':
      return { fact: `${countOf(advice.count, 'run')} is too little to advise: ${advice.needed} are needed.` };
    case 'punctual':
      return { fact: `Punctual: nineteen of twenty runs start within ${lateText(advice.p95Ms)}. Nothing to do.` };
    case 'no-pattern':
      return {
        fact: `One run of twenty starts ${lateText(advice.p95Ms)} late or more. No setting would have made up for much of that.`,
      };
    case 'off-peak':
      return {
        fact: peakFact(advice),
        todo: 'wake: { off-peak: true } moves these wake-ups by 6 to 9 minutes, and costs nothing.',
      };
    case 'lead':
      return {
        fact: `${advice.now} of 100 runs were woken on time. With wake-ups ${formatDuration(advice.leadMs)} earlier it had been ${advice.onTime}.`,
        todo: `wake: { lead: ${writeDuration(advice.leadMs)} }${costText(advice.minutes)}`,
      };
    case 'extra':
      return {
        fact: `One run of twenty was woken ${lateText(advice.p95Ms)} late or more: wake-ups were dropped, and the next one was far.`,
        todo: `wake: { extra: ${advice.extra} } wakes every ${formatDuration(advice.everyMs)}${costText(advice.minutes)}`,
      };
    case 'clock':
      return {
        fact: 'A clock of your own is on time whatever GitHub’s does.',
        todo: `docs/workflow.md, “A clock of your own”: one line${costText(advice.minutes)}, at which GitHub’s wake-ups find nothing to do`,
      };
    case 'wake-more-often':
      return {
        fact: `One run of twenty was woken ${lateText(advice.p95Ms)} late or more.`,
        todo: 'Let segue tick be started more often, or let it stay: segue tick --loop',
      };
    case 'busy':
      return {
        fact: `${cleanText(advice.pipeline)} waits for itself, ${lateText(advice.p95Ms)} in one run of twenty: ${countOf(advice.maxActiveRuns, 'run')} at once (max-active-runs).`,
        todo: 'Make its runs shorter or rarer, or raise max-active-runs if they may overlap.',
      };
    case 'place':
      return {
        fact: `Runs wait for a place, ${lateText(advice.p95Ms)} in one of twenty: a wake-up works on ${advice.maxParallelRuns} at once.`,
        todo: 'Raise max-parallel-runs in .github/segue.yml, or give pipelines lanes of their own.',
      };
    default:
      return advice satisfies never;
  }
}

function peakFact({ peakMs, otherMs, count }: Extract<LagAdvice, { kind: 'off-peak' }>): string {
  const others = otherMs === undefined ? '' : `, of others ${lateText(otherMs)}`;
  return `Half of the ${countText(count)} runs that are due at a full hour are woken ${lateText(peakMs)} late or more${others}: GitHub is busiest then.`;
}

function costText(minutes: number): string {
  if (minutes <= 0) return ', for no more minutes';
  return `, for about ${countOf(minutes, 'more minute')} a month`;
}

function partText({ p95Ms }: Spread): string {
  return p95Ms < 1_000 ? '–' : lateText(p95Ms);
}

/** Seconds below ten minutes, minutes above. */
function lateText(ms: number): string {
  if (ms < 1_000) return '0 s';
  const unit = ms < 600_000 ? 1_000 : 60_000;
  return formatDuration(Math.round(ms / unit) * unit);
}
