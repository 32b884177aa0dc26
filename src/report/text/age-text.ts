import { formatDuration } from '../../model/duration.ts';
import type { Instant } from '../../run/document.ts';
import type { Style } from './ansi-style.ts';
import { formatInstant } from './time-text.ts';

/** How old what is shown of a shared environment is. */
export interface Age {
  /** When this clone asked the remote; absent if it never did. */
  readonly fetchedAt?: Instant;
  /** When somebody last stored anything of what is shown, by the clock of whoever did. */
  readonly storedAt?: Instant;
  /** The remote could not be asked now. */
  readonly away?: true;
}

/** `production: fetched just now; stored 40 s ago, 2026-03-02 05:00:07 UTC`. */
export function ageText(environment: string, { fetchedAt, storedAt, away }: Age, now: number, style: Style): string {
  const stored = storedAt === undefined ? '' : `; stored ${agoText(storedAt, now)}, ${formatInstant(storedAt)}`;
  if (!away) return style.muted(`${environment}: fetched just now${stored}`);
  const known =
    fetchedAt === undefined
      ? 'never fetched here'
      : `as fetched ${agoText(fetchedAt, now)}, ${formatInstant(fetchedAt)}`;
  return style.warning(`${environment}: ${known}${stored}`);
}

/** Clocks of two machines differ: what is a moment ahead is now. */
function agoText(at: Instant, now: number): string {
  const ms = Math.round((now - Date.parse(at)) / 1_000) * 1_000;
  return ms < 1_000 ? 'just now' : `${formatDuration(ms)} ago`;
}
