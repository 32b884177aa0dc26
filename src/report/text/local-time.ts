import type { Instant } from '../../run/document.ts';
import { zoneOf } from '../../schedule/zone.ts';

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Mon 2 Mar 05:00`: an instant as clocks of a timezone show it. */
export function localDayTime(instant: Instant, timezone: string): string {
  return `${localDay(instant, timezone)} ${localClock(instant, timezone)}`;
}

/** `Mon 2 Mar`. */
export function localDay(instant: Instant, timezone: string): string {
  const wall = wallOf(instant, timezone);
  return `${weekdays[wall.getUTCDay()]} ${wall.getUTCDate()} ${months[wall.getUTCMonth()]}`;
}

/** `05:00`. */
export function localClock(instant: Instant, timezone: string): string {
  return wallOf(instant, timezone).toISOString().slice(11, 16);
}

function wallOf(instant: Instant, timezone: string): Date {
  const at = Date.parse(instant);
  return new Date(at + zoneOf(timezone).offsetAt(at));
}

/** Whose clocks they are: `Paris time`. The city alone says enough: `America/Argentina/Buenos_Aires` is Buenos Aires. */
export function placeOf(timezone: string): string {
  if (timezone === 'UTC') return timezone;
  const place = timezone.slice(timezone.lastIndexOf('/') + 1).replaceAll('_', ' ');
  return `${place} time`;
}
