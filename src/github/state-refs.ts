import { Problem } from '../diagnostic/problem.ts';
import type { GitRefs } from '../store/git/git-objects.ts';
import { refusedProblem, unreachableProblem } from '../store/push/remote-problem.ts';
import type { GithubClient, Visit } from './client.ts';
import { GithubFailure } from './failure.ts';
import { outcomeOf } from './outcome.ts';
import { lookAfterMs } from './patience.ts';
import { readRef } from './read-objects.ts';
import { refPath } from './ref-path.ts';
import { RefRemover } from './remove-ref.ts';
import { unreadable } from './state-problem.ts';

type MoveOutcome = 'written' | 'moved';

const tries = 4;
/** How far back a look goes for what somebody else has built on. */
const longestLook = 100;
/** GitHub's words for a ref that is not where it was, and for an object that the server which is asked does not know yet. */
const movedWords = /not a fast.forward|does not exist|already exists/i;

interface Move {
  readonly ref: string;
  readonly from: string | undefined;
  readonly to: string;
}

/**
 * Refs of a repository on GitHub, by its API. A ref that exists moves only to what builds on it, and a new one is made only
 * if there is none: whoever comes second is told so. An answer that is lost may have done its work, so the ref is looked at
 * before anything is sent again.
 */
export class GithubRefs implements GitRefs {
  readonly #client: GithubClient;
  readonly #remover = new RefRemover();

  constructor(client: GithubClient) {
    this.#client = client;
  }

  /** @throws {Problem} SG609 if GitHub does not answer. */
  async list(namespace: string): Promise<readonly { readonly ref: string; readonly version: string }[]> {
    const below = namespace.endsWith('/') ? namespace : `${namespace}/`;
    const route = 'GET /repos/{owner}/{repo}/git/matching-refs/{ref}';
    const { data } = await this.#ask(({ github, at }) => github.request(route, { ...at, ref: refPath(namespace) }));
    return data
      .filter(({ ref }) => ref === namespace || ref.startsWith(below))
      .map(({ ref, object }) => ({ ref, version: object.sha }))
      .sort((one, other) => (one.ref < other.ref ? -1 : 1));
  }

  /** @throws {Problem} SG608 if GitHub does not allow it, SG609 if nobody knows what became of it. */
  move(ref: string, from: string | undefined, to: string): Promise<MoveOutcome> {
    return this.#ask((visit) => move(visit, { ref, from, to }));
  }

  /** @throws {Problem} SG608 if GitHub does not allow it, SG609 if nobody knows what became of it. */
  remove(ref: string, from: string): Promise<MoveOutcome> {
    return this.#ask((visit) => this.#remover.remove(visit, ref, from));
  }

  close(): void {}

  async #ask<T>(work: (visit: Visit) => Promise<T>): Promise<T> {
    try {
      return await this.#client.visit(work);
    } catch (error) {
      throw unreadable(error);
    }
  }
}

async function move(visit: Visit, wanted: Move): Promise<MoveOutcome> {
  const { ref, from, to } = wanted;
  let mayBeDone = false;
  for (let tried = 1; tried <= tries; tried += 1) {
    const failure = await send(visit, wanted);
    if (failure === undefined) return 'written';
    const isRefused = failure.kind === 'refused';
    const isMoved = isRefused && movedWords.test(failure.message);
    if (isMoved && !mayBeDone) return 'moved';
    mayBeDone ||= failure.maybeDone;
    if (!isRefused) await visit.pause(lookAfterMs(tried), failure);
    const there = (await readRef(visit, ref))?.id;
    if (there === to) return 'written';
    if (there !== from) return mayBeDone && (await isBelow(visit, to, there)) ? 'written' : 'moved';
    if (isMoved) return 'moved';
    if (isRefused) throw refusedProblem(ref, outcomeOf(failure).why);
  }
  throw unreachableProblem(ref, tries);
}

/** Undefined if it is done. What GitHub did not answer may be done as well. */
async function send({ github, at }: Visit, { ref, from, to }: Move): Promise<GithubFailure | undefined> {
  try {
    if (from === undefined) {
      await github.request('POST /repos/{owner}/{repo}/git/refs', { ...at, ref, sha: to });
    } else {
      const place = { ...at, ref: refPath(ref) };
      const what = { sha: to, force: false, request: { once: true } };
      await github.request('PATCH /repos/{owner}/{repo}/git/refs/{ref}', { ...place, ...what });
    }
    return undefined;
  } catch (error) {
    if (error instanceof GithubFailure && error.kind !== 'unknown-token') return error;
    throw error;
  }
}

/**
 * Whether somebody has built on it since: it was written, and its answer was lost.
 *
 * @throws {Problem} SG609 if the look does not go back that far.
 */
async function isBelow({ github, at }: Visit, version: string, head: string | undefined): Promise<boolean> {
  if (head === undefined) return false;
  const { data } = await github.request('GET /repos/{owner}/{repo}/commits', {
    ...at,
    sha: head,
    per_page: longestLook,
    request: { keep: false },
  });
  if (data.some(({ sha }) => sha === version)) return true;
  if (data.length < longestLook) return false;
  throw new Problem(
    'SG609',
    `GitHub did not confirm ${version}, and more than ${longestLook} versions have been written since.`,
    'Try again: what is stored by now is read first.',
  );
}
