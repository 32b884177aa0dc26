import { refusedProblem, unreachableProblem } from '../store/push/remote-problem.ts';
import type { Visit } from './client.ts';
import { GithubFailure } from './failure.ts';
import { isGraphqlError } from './graphql-error.ts';
import { lookAfterMs } from './patience.ts';
import { readRef } from './read-objects.ts';

const tries = 4;
const none = '0'.repeat(40);

const mutation = `mutation ($input: UpdateRefsInput!) { updateRefs(input: $input) { clientMutationId } }`;

/**
 * Deletes refs that are still where they were. REST deletes whatever is there, what somebody has just written, too; only
 * GraphQL takes the expected value along.
 */
export class RefRemover {
  #repositoryId: string | undefined;

  /** @throws {Problem} SG608 if GitHub does not allow it, SG609 if nobody knows what became of it. */
  async remove(visit: Visit, ref: string, from: string): Promise<'written' | 'moved'> {
    let mayBeDone = false;
    for (let tried = 1; tried <= tries; tried += 1) {
      const failure = await this.#send(visit, ref, from);
      if (failure === undefined) return 'written';
      const isRefused = !(failure instanceof GithubFailure) || failure.kind === 'refused';
      // What was asked for before may be done meanwhile, and this be refused for that.
      mayBeDone ||= failure instanceof GithubFailure && failure.maybeDone;
      if (!isRefused) await visit.pause(lookAfterMs(tried), failure);
      const there = (await readRef(visit, ref))?.id;
      if (there !== from) return there === undefined && mayBeDone ? 'written' : 'moved';
      if (isRefused) throw refusedProblem(ref, failure.message);
    }
    throw unreachableProblem(ref, tries);
  }

  async #send(visit: Visit, ref: string, from: string): Promise<Error | undefined> {
    try {
      const repositoryId = await this.#ask(visit);
      const refUpdates = [{ name: ref, beforeOid: from, afterOid: none, force: true }];
      const input = { repositoryId, refUpdates };
      await visit.github.graphql(mutation, { input, request: { writes: true } });
      return undefined;
    } catch (error) {
      const isAnswer = error instanceof GithubFailure ? error.kind !== 'unknown-token' : isGraphqlError(error);
      if (error instanceof Error && isAnswer) return error;
      throw error;
    }
  }

  async #ask({ github, at }: Visit): Promise<string> {
    this.#repositoryId ??= (await github.request('GET /repos/{owner}/{repo}', at)).data.node_id;
    return this.#repositoryId;
  }
}
