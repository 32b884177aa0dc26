import { unreachable } from '../run/states.ts';
import type { Book } from './incident.ts';
import { kept } from './keep.ts';
import type { Observation } from './observation.ts';
import { observeLook } from './observe-look.ts';
import { observeMissing } from './observe-missing.ts';
import { observeRun } from './observe-run.ts';

/**
 * The book after something has happened; the very same book if that is no news. Told twice, it changes nothing the second time.
 * How a pipeline's incident stands follows from the times of what happened, not from the order in which it is told, as long
 * as no more than `incidentBounds.ends` ends of it were told in between. What depends on the order is which of several
 * incidents of a cause is its first, and with it where pipelines at the edge of the window belong.
 */
export function observe(book: Book, observation: Observation): Book {
  switch (observation.kind) {
    case 'run-ended':
      return observeRun(book, observation);
    case 'looked':
      return observeLook(book, observation);
    case 'deadline-missed':
    case 'upstream-recovered':
      return observeMissing(book, observation);
    default:
      return unreachable(observation);
  }
}

/** The book after all of these, without what is to be forgotten at `now` (epoch milliseconds); without news the very same book. */
export function observeAll(book: Book, observations: readonly Observation[], now: number): Book {
  const next = observations.reduce(observe, book);
  return next === book ? book : kept(next, now);
}
