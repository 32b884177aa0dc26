import type { DocumentStore } from '../store/documents/documents.ts';
import { stateNamespace } from '../store/names.ts';
import { checkShared, sharedEnvironments } from '../store/shared/shared-check.ts';
import { checkRefs, type StateFinding } from '../store/upkeep/state-check.ts';

/** What there is to say of the state that lies in this clone; nothing where there is none. */
export interface StateHealth {
  readonly about: 'state';
  readonly state: 'ok' | 'warning' | 'error';
  readonly message: string;
  readonly help?: string;
}

/** Pipelines whose state is looked at: each may keep two hundred runs, and people wait for the answer. */
const mostLookedAt = 100;

/** Findings that are shown one by one. */
const mostShown = 5;

const about = 'state';

/**
 * Looks as `segue state fsck` does, but not at more than a person waits for. It never throws for what it finds.
 *
 * @param now Asked after the refs were read: what is claimed meanwhile is not from the future.
 */
export async function stateFindings(documents: DocumentStore, now: () => string): Promise<readonly StateHealth[]> {
  const refs = await documents.refs(stateNamespace);
  const looked = refs.slice(0, mostLookedAt);
  const environments = await sharedEnvironments(documents);
  if (refs.length === 0 && environments.length === 0) return [];
  const found = [
    ...(await checkRefs(documents, looked, now())),
    ...(await checkShared(documents, environments)),
  ].toSorted((a, b) => rank(a) - rank(b));
  return [...verdict(found), ...notLooked(refs.length)];
}

function verdict(found: readonly StateFinding[]): readonly StateHealth[] {
  if (found.length === 0) return [{ about, state: 'ok', message: 'the state is sound' }];
  const left = found.slice(mostShown);
  const shown = found.slice(0, mostShown).map(healthOf);
  const [worst] = left;
  if (worst === undefined) return shown;
  const message = `there is more to say of it: ${left.length} finding${left.length === 1 ? '' : 's'}`;
  return [...shown, { about, state: worst.severity, message, help: 'segue state fsck shows all.' }];
}

function healthOf({ severity, ref, path = '', message: what }: StateFinding): StateHealth {
  const message = `${ref}${path === '' ? '' : `:${path}`} ${what}`;
  // Its name is not put into a command: a stranger may have chosen it, and somebody copies that.
  const back =
    'git log of that ref shows what was before, git update-ref goes back to it; a shared state also at the remote.';
  return { about, state: severity, message, help: severity === 'error' ? back : 'It is odd, but nothing is lost.' };
}

function notLooked(count: number): readonly StateHealth[] {
  if (count <= mostLookedAt) return [];
  const message = `only ${mostLookedAt} of ${count} pipelines were looked at`;
  return [{ about, state: 'ok', message, help: 'segue state fsck looks at all.' }];
}

function rank({ severity }: StateFinding): number {
  return severity === 'error' ? 0 : 1;
}
