import type { Instant, Interval } from '../../run/document.ts';

/** `2026-03-02 05:00:07 UTC`. Text that is no instant is given back as it is. */
export function formatInstant(instant: Instant): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(instant)
    ? `${instant.slice(0, 10)} ${instant.slice(11, 19)} UTC`
    : instant;
}

/** `2026-03-01 05:00 to 2026-03-02 05:00 UTC`; seconds only where there are any. */
export function formatInterval({ start, end }: Interval): string {
  const short = (instant: Instant): string => formatInstant(instant).replace(/:00 UTC$/, ' UTC');
  return `${short(start).replace(/ UTC$/, '')} to ${short(end)}`;
}
