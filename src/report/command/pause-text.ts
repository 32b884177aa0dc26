import type { Pause } from '../../run/schedule-state.ts';
import type { Style } from '../text/ansi-style.ts';
import { cleanText } from '../text/ansi-width.ts';
import { formatInstant } from '../text/time-text.ts';

/** One of the pipelines that were named, as `segue pause` tells it. */
export interface ShownPause {
  readonly pipeline: string;
  readonly environment: string;
  readonly outcome: 'paused' | 'already';
  readonly paused: Pause;
}

export interface ShownUnpause {
  readonly pipeline: string;
  readonly environment: string;
  readonly outcome: 'unpaused' | 'not-paused';
  readonly was?: Pause;
}

/** `paused by Ana since 2026-03-02 05:00:07 UTC: broken upstream`. */
export function pauseText(pause: Pause): string {
  return `paused ${whoPaused(pause)}`;
}

export function whoPaused({ by, at, reason }: Pause): string {
  const why = reason === undefined ? '' : `: ${cleanText(reason.replaceAll('\n', ' '))}`;
  return `by ${cleanText(by)} since ${formatInstant(at)}${why}`;
}

/** One line for each pipeline, and what that means. */
export function renderPaused(all: readonly ShownPause[], style: Style): string[] {
  const lines = all.map(({ pipeline, environment, outcome, paused }) => {
    const name = `${style.strong(cleanText(pipeline))} in ${cleanText(environment)}`;
    return outcome === 'already'
      ? `${style.warning('‖')} ${name} is ${pauseText(paused)}`
      : `${style.success('✓')} paused ${name}`;
  });
  if (!all.some(({ outcome }) => outcome === 'paused')) return lines;
  return [...lines, style.muted('Nothing of it starts by itself. What runs goes on, and segue run still runs it.')];
}

/** One line for each pipeline, and what that means. */
export function renderUnpaused(all: readonly ShownUnpause[], style: Style): string[] {
  const lines = all.map(({ pipeline, environment, was }) => {
    const name = `${style.strong(cleanText(pipeline))} in ${cleanText(environment)}`;
    if (was === undefined) return `${style.warning('·')} ${name} is not paused`;
    return `${style.success('✓')} unpaused ${name}, which was ${pauseText(was)}`;
  });
  if (!all.some(({ outcome }) => outcome === 'unpaused')) return lines;
  return [...lines, style.muted('The next tick starts what fell due meanwhile, as its catchup says.')];
}
