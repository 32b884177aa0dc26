import type { Clock } from '../run/ports.ts';
import type { ArtifactRef } from './artifacts-ref.ts';
import { addToRef, readRef } from './artifacts-ref.ts';
import { gitProblem } from './git-problem.ts';
import { type GitResult, runGit } from './git-process.ts';
import type { Repository } from './repository.ts';

const tries = 5;
const transferTimeoutMs = 10 * 60_000;
/** A task has done its work by then: a remote that is away for a minute must not undo it. */
const patienceMs = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

export interface ArtifactsRemote {
  readonly repository: Repository;
  readonly remote: string;
  /** To wait for a remote that does not answer; absent: that is a failure at once. */
  readonly clock?: Pick<Clock, 'after'>;
}

/**
 * Sends a run's artifacts to the remote. Another machine that added to them meanwhile is no conflict: contents are named
 * by their digests, so both sets are joined.
 *
 * @throws {Problem} SG609 unreachable, SG610 refused.
 */
export async function pushArtifacts(place: ArtifactsRemote, names: ArtifactRef): Promise<void> {
  const { repository, remote } = place;
  const args = ['push', '--porcelain', '--no-verify', '--no-signed', remote, `${names.ref}:${names.ref}`];
  for (let attempt = 1; ; attempt += 1) {
    // A refusal stands in a line with `!`; without one there was no answer, or only half of one.
    const pushed = await patiently(place, args, ({ stdout }) => !/^!/m.test(stdout.toString()));
    if (pushed.code === 0) return;
    const said = pushed.stdout.toString();
    const behind = /\[rejected\]|fetch first|non-fast-forward|cannot lock ref/i.test(said);
    if (!behind || attempt === tries) throw gitProblem('send the artifacts', `${pushed.stderr}\n${said}`);
    const theirs = await fetchArtifacts(place, names);
    if (theirs !== undefined) await addToRef(repository, names.ref, { blobs: new Map(), merge: theirs });
  }
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
  const fetched = await patiently(place, args, ({ stderr }) => !isAbsent.test(stderr));
  if (fetched.code === 0) return readRef(repository, names.tracking);
  if (isAbsent.test(fetched.stderr)) return undefined;
  throw gitProblem('fetch the artifacts', fetched.stderr);
}

const isAbsent = /couldn't find remote ref/i;

/** Asks again, later and later, as long as there is no answer. */
async function patiently(
  { repository, clock }: ArtifactsRemote,
  args: readonly string[],
  isUnanswered: (result: GitResult) => boolean,
): Promise<GitResult> {
  const options = { timeoutMs: transferTimeoutMs };
  let result = await runGit(repository.home.place, args, options);
  for (const waitMs of clock === undefined ? [] : patienceMs) {
    if (result.code === 0 || !isUnanswered(result)) break;
    await new Promise<void>((resolve) => void clock?.after(waitMs, resolve));
    result = await runGit(repository.home.place, args, options);
  }
  return result;
}

/** Deletes a run's artifacts at the remote; that there are none is no error. */
export async function dropRemote(repository: Repository, remote: string, names: ArtifactRef): Promise<void> {
  const dropped = await runGit(repository.home.place, ['push', '--quiet', '--no-verify', remote, `:${names.ref}`]);
  const absent = /remote ref does not exist/i.test(dropped.stderr);
  if (dropped.code !== 0 && !absent) throw gitProblem('delete the artifacts', dropped.stderr);
}
