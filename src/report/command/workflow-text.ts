import { countText } from '../../diagnostic/count-text.ts';
import type { BilledMonth } from '../../workflow/billed-month.ts';
import type { WakeUp } from '../../workflow/wake-ups.ts';
import { countOf } from '../run/run-words.ts';
import type { Style } from '../text/ansi-style.ts';
import { nameList } from '../text/name-list.ts';

/** Where GitHub says what is billed, and what is free. */
export const billingPage = 'https://docs.github.com/en/billing/concepts/product-billing/github-actions';

/** What a month of the workflow will bill, in some lines. */
export function renderBilledMonth(month: BilledMonth, woken: readonly WakeUp[], style: Style): string[] {
  const { wakeUps, idle, jobs, minutes, waiting, unknown } = month;
  const wait = waiting === 0 ? '' : `, ${countText(waiting)} of them to wait for the minute (wake.lead)`;
  const least = unknown.length === 0 ? 'about' : 'at least';
  return [
    `30 days have ${countOf(wakeUps, 'wake-up')}; at ${countText(idle)} of them nothing is due.`,
    `They bill ${least} ${countOf(minutes, 'minute')}${wait}: ${countOf(jobs, 'job')}, each rounded up to a minute by GitHub.`,
    ...(unknown.length === 0 ? [] : [`Runs of ${nameList(unknown)} come on top: how long they take is not known.`]),
    style.muted(`Set-up steps come on top too. What is billed at all: ${billingPage}`),
    ...peakHint(woken, style),
  ];
}

function peakHint(woken: readonly WakeUp[], style: Style): string[] {
  const busy = woken.filter(({ cron, isExtra }) => !isExtra && cron.split(' ')[0]?.split(',').includes('0'));
  if (busy.length === 0) return [];
  return [
    `At full hours GitHub is often late, or drops wake-ups. To leave them, in .github/segue.yml: ${style.command('wake: { off-peak: true }')}`,
  ];
}
