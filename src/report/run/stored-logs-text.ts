import { formatDuration } from '../../model/duration.ts';
import type { Instant } from '../../run/document.ts';
import { formatInstant } from '../text/time-text.ts';

/** Logs that come from elsewhere. */
export interface LogSource {
  readonly storedAt: Instant;
  /** Address of the page of the job. */
  readonly page: string;
}

export interface LogSources {
  /** The newest first. */
  readonly stored: readonly LogSource[];
  /** The run goes on, as far as this machine knows. */
  readonly goesOn: boolean;
  /** Address of the page where jobs are listed; absent where there are none. */
  readonly page?: string;
}

/** How old logs are that other machines have stored, and where to look for what is newer. */
export function storedLogsLines({ stored, goesOn, page }: LogSources, now: number): readonly string[] {
  const [newest] = stored;
  const pages = [...new Set(stored.map((each) => each.page))];
  const when =
    newest === undefined ? [] : [`Stored ${agoText(newest.storedAt, now)}, ${formatInstant(newest.storedAt)}, by`];
  const lines = when.length === 0 ? [] : [[...when, pages.join(', ')].join(' ')];
  if (!goesOn || (page === undefined && newest === undefined)) return lines;
  return [...lines, `The run goes on: what its tasks print now is in the log of its job, ${newest?.page ?? page}`];
}

/** Clocks of two machines differ: what is a moment ahead is now. */
function agoText(at: Instant, now: number): string {
  const ms = Math.round((now - Date.parse(at)) / 1_000) * 1_000;
  return ms < 1_000 ? 'just now' : `${formatDuration(ms)} ago`;
}
