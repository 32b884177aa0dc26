import { Problem } from '../diagnostic/problem.ts';
import { GithubFailure } from './failure.ts';
import { outcomeOf } from './outcome.ts';

/** What it means for state that GitHub gave no answer, or not this one. What is no failure of a request is thrown on. */
export function unreadable(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem(
    'SG609',
    `The state at GitHub cannot be reached: ${outcomeOf(error).why}.`,
    'Check the network and the token, then try again. Nothing recorded is lost.',
  );
}

/** The same for what was to be stored. */
export function unwritable(error: unknown): Problem {
  if (!(error instanceof GithubFailure && error.kind === 'refused')) return unreadable(error);
  return objectsRefused(outcomeOf(error).why);
}

/** GitHub will not have what was to be written, however often it is sent. */
export function objectsRefused(why: string): Problem {
  return new Problem(
    'SG608',
    `GitHub does not store this state: ${why}.`,
    'Nothing was changed. The token needs `contents: write`, and no rule of the repository may stand against it.',
  );
}
