import type { Clock } from '../../run/ports.ts';
import { gitProblem } from '../git/git-problem.ts';
import { runGit } from '../git/git-process.ts';
import { CommandRemote, type PushUpdate } from '../git/git-remote.ts';
import type { PushVerdict } from '../push/push-report.ts';
import { unreachableProblem } from '../push/remote-problem.ts';
import type { Repository } from '../repository/repository.ts';
import type { ArtifactRef } from './artifacts-ref.ts';
import { addToRef, readRef } from './artifacts-ref.ts';

const tries = 5;
export const transferTimeoutMs = 10 * 60_000;
/** A task has done its work by then: a remote that is away for a minute must not undo it. */
const patienceMs = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

/**
 * Brings one ref to the remote, when the process may push and with whatever else goes then. `update` is asked when the push
 * starts; `bytes` is about how much goes with it.
 */
export type SendRef = (
  ref: string,
  update: () => Promise<PushUpdate | undefined>,
  bytes: number,
) => Promise<PushVerdict>;

export interface ArtifactsRemote {
  readonly repository: Repository;
  readonly remote: string;
  /** To wait for a remote that does not answer; absent: that is a failure at once. */
  readonly clock?: Pick<Clock, 'after'>;
  /** Absent: each ref goes by itself and at once. */
  readonly send?: SendRef;
}

/**
 * Sends a run's artifacts to the remote. Another machine that added to them meanwhile is no conflict: contents are named
 * by their digests, so both sets are joined.
 *
 * @throws {Problem} SG609 unreachable, SG610 refused.
 */
export async function pushArtifacts(place: ArtifactsRemote, names: ArtifactRef, bytes: number): Promise<void> {
  const { repository, remote } = place;
  const { ref } = names;
  const send = place.send ?? alone(place);
  for (let attempt = 1; attempt <= tries; attempt += 1) {
    let version: string | undefined;
    const newest = async () => {
      version = await readRef(repository, ref);
      return version === undefined ? undefined : { ref, version };
    };
    const verdict = await patiently(
      place,
      () => send(ref, newest, bytes),
      ({ kind }) => kind === 'unknown',
    );
    if (verdict.kind === 'done') return;
    if (verdict.kind === 'refused') throw gitProblem('send the artifacts', verdict.reason);
    const theirs = await fetchArtifacts({ repository, remote }, names);
    if (theirs !== undefined && theirs === version) return;
    if (theirs !== undefined) await addToRef(repository, ref, { blobs: new Map(), merge: theirs });
  }
  throw unreachableProblem(ref, tries);
}

function alone({ repository, remote }: ArtifactsRemote): SendRef {
  const git = new CommandRemote(repository.home, remote);
  return async (ref, update) => {
    const wanted = await update();
    if (wanted === undefined) return { kind: 'done' };
    return (await git.push([wanted], { timeoutMs: transferTimeoutMs })).get(ref) ?? { kind: 'unknown' };
  };
}

/**
 * Brings what the remote holds of a run here. Gives its commit, or undefined if the remote has none.
 *
 * @throws {Problem} SG609 unreachable.
 */
export async function fetchArtifacts(place: ArtifactsRemote, names: ArtifactRef): Promise<string | undefined> {
  const { repository, remote } = place;
  const options = ['--quiet', '--no-tags', '--no-write-fetch-head', '--refmap=', '--no-recurse-submodules'];
  const args = ['fetch', ...options, remote, `+${names.ref}:${names.tracking}`];
  const fetch = () => runGit(repository.home.place, args, { timeoutMs: transferTimeoutMs });
  const fetched = await patiently(place, fetch, ({ code, stderr }) => code !== 0 && !isAbsent.test(stderr));
  if (fetched.code === 0) return readRef(repository, names.tracking);
  if (isAbsent.test(fetched.stderr)) return undefined;
  throw gitProblem('fetch the artifacts', fetched.stderr);
}

const isAbsent = /couldn't find remote ref/i;

/** Asks again, later and later, as long as there is no answer. */
async function patiently<T>(
  { clock }: ArtifactsRemote,
  ask: () => Promise<T>,
  isUnanswered: (result: T) => boolean,
): Promise<T> {
  let result = await ask();
  for (const waitMs of clock === undefined ? [] : patienceMs) {
    if (!isUnanswered(result)) break;
    await new Promise<void>((resolve) => void clock?.after(waitMs, resolve));
    result = await ask();
  }
  return result;
}

/** Deletes a run's artifacts at the remote; that there are none is no error. */
export async function dropRemote(place: ArtifactsRemote, names: ArtifactRef): Promise<void> {
  const { ref } = names;
  if ((await fetchArtifacts(place, names)) === undefined) return;
  const send = place.send ?? alone(place);
  const verdict = await send(ref, async () => ({ ref, version: undefined }), 0);
  if (verdict.kind === 'refused') throw gitProblem('delete the artifacts', verdict.reason);
  if (verdict.kind !== 'done') throw unreachableProblem(ref, 1);
}
