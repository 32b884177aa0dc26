import type { Visit } from './client.ts';
import { GithubFailure } from './failure.ts';
import { lookAfterMs } from './patience.ts';

const mostTries = 3;

/** What was made, or found after its answer was lost; `isOnly`: no other request for it can be on its way still. */
export type Made<T> = { readonly thing: T; readonly found: boolean; readonly isOnly: boolean };

/**
 * Creates a thing once. A POST whose answer is lost may have been carried out: it is sent again only after `look` has
 * found nothing. A request that GitHub carries out after that look still makes a second one, which the next search finds.
 */
export async function createOnce<T>(
  visit: Visit,
  create: () => Promise<T>,
  look: () => Promise<T | undefined>,
): Promise<Made<T>> {
  for (let tries = 1; ; tries += 1) {
    try {
      return { thing: await create(), found: false, isOnly: tries === 1 };
    } catch (error) {
      if (!(error instanceof GithubFailure && error.kind === 'faulty' && error.maybeDone)) throw error;
      await visit.pause(lookAfterMs(tries), error);
      const thing = await look();
      if (thing !== undefined) return { thing, found: true, isOnly: tries === 1 };
      if (tries === mostTries) throw error;
    }
  }
}
