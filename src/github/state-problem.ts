import { Problem } from '../diagnostic/problem.ts';
import { GithubFailure } from './failure.ts';
import { outcomeOf } from './outcome.ts';

/** What it means for state that GitHub gave no answer, or not this one. What is no failure of a request is thrown on. */
export function unreadable(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { why } = outcomeOf(error);
  if (error instanceof GithubFailure && error.status === 422) return objectsRefused(why);
  return new Problem(
    'SG609',
    `The state at GitHub cannot be reached: ${why}.`,
    'Check the network, and that the token may read (and here: write) contents; then try again. Nothing recorded is lost.',
  );
}

/** GitHub will not have what was to be written, however often it is sent. */
export function objectsRefused(why: string): Problem {
  return new Problem(
    'SG608',
    `GitHub does not store this state: ${why}.`,
    'Nothing was changed. Try again; if it stays so, see https://www.githubstatus.com.',
  );
}
