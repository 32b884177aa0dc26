import type { ArtifactRef } from './artifacts-ref.ts';
import { addToRef, readRef } from './artifacts-ref.ts';
import { gitProblem } from './git-problem.ts';
import { runGit } from './git-process.ts';
import type { Repository } from './repository.ts';

const tries = 5;
const transferTimeoutMs = 10 * 60_000;

/**
 * Sends a run's artifacts to the remote. Another machine that added to them meanwhile is no conflict: contents are named
 * by their digests, so both sets are joined.
 *
 * @throws {Problem} SG609 unreachable, SG610 refused.
 */
export async function pushArtifacts(repository: Repository, remote: string, names: ArtifactRef): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const args = ['push', '--porcelain', '--no-verify', '--no-signed', remote, `${names.ref}:${names.ref}`];
    const pushed = await runGit(repository.place, args, { timeoutMs: transferTimeoutMs });
    if (pushed.code === 0) return;
    const said = pushed.stdout.toString();
    const behind = /\[rejected\]|fetch first|non-fast-forward|cannot lock ref/i.test(said);
    if (!behind || attempt === tries) throw gitProblem('send the artifacts', `${pushed.stderr}\n${said}`);
    const theirs = await fetchArtifacts(repository, remote, names);
    if (theirs !== undefined) await addToRef(repository, names.ref, { blobs: new Map(), merge: theirs });
  }
}

/**
 * Brings what the remote holds of a run here. Gives its commit, or undefined if the remote has none.
 *
 * @throws {Problem} SG609 unreachable.
 */
export async function fetchArtifacts(
  repository: Repository,
  remote: string,
  names: ArtifactRef,
): Promise<string | undefined> {
  const options = ['--quiet', '--no-tags', '--no-write-fetch-head', '--refmap=', '--no-recurse-submodules'];
  const args = ['fetch', ...options, remote, `+${names.ref}:${names.tracking}`];
  const fetched = await runGit(repository.place, args, { timeoutMs: transferTimeoutMs });
  if (fetched.code === 0) return readRef(repository, names.tracking);
  if (/couldn't find remote ref/i.test(fetched.stderr)) return undefined;
  throw gitProblem('fetch the artifacts', fetched.stderr);
}

/** Deletes a run's artifacts at the remote; that there are none is no error. */
export async function dropRemote(repository: Repository, remote: string, names: ArtifactRef): Promise<void> {
  const dropped = await runGit(repository.place, ['push', '--quiet', '--no-verify', remote, `:${names.ref}`]);
  const absent = /remote ref does not exist/i.test(dropped.stderr);
  if (dropped.code !== 0 && !absent) throw gitProblem('delete the artifacts', dropped.stderr);
}
