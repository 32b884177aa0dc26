import type { Instant } from '../run/document.ts';
import { incidentBounds } from './bounds.ts';
import type { Book, StandStill } from './incident.ts';
import type { Looked, Stalled } from './observation.ts';
import { noteMissing } from './observe-missing.ts';

/**
 * Somebody has looked. What stands still is remembered from the first look on, since whoever has just woken up may be about to go on
 * with it; what stood still for `stalledMs` of looks is an incident.
 */
export function observeLook(book: Book, look: Looked): Book {
  const looked = new Set(look.pipelines);
  const unjudged = new Set<string | undefined>(look.unjudged);
  const others = (book.stalled ?? []).filter(({ pipeline, run }) => !looked.has(pipeline) || unjudged.has(run));
  const seen = look.stalled.filter((each) => looked.has(each.pipeline) && isLate(each, look.at));
  const stalled = [...others, ...seen.map((each) => remembered(book, each, look.at))].slice(0, incidentBounds.stalled);
  const next = seen.reduce((so, each) => noted(so, each, remembered(book, each, look.at), look.at), book);
  return isSame(stalled, book.stalled ?? []) ? next : { ...next, stalled };
}

/** A tick needs a moment to claim what falls due. */
function isLate({ due }: Stalled, at: Instant): boolean {
  return Date.parse(at) - Date.parse(due) >= incidentBounds.claimMs;
}

function remembered({ stalled = [] }: Book, { pipeline, run, due }: Stalled, at: Instant): StandStill {
  const known = stalled.find((each) => each.pipeline === pipeline && each.run === run && each.due === due);
  return known ?? { pipeline, ...(run === undefined ? {} : { run }), due, since: at };
}

function noted(book: Book, stalled: Stalled, { since }: StandStill, at: Instant): Book {
  const from = Date.parse(since) + incidentBounds.stalledMs;
  return from > Date.parse(at) ? book : noteMissing(book, stalled, new Date(from).toISOString(), at);
}

function isSame(one: readonly StandStill[], other: readonly StandStill[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
