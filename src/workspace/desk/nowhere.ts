import { Problem } from '../../diagnostic/problem.ts';

/** There is nothing to roll back to. */
export function nowhere(message: string): Problem {
  return new Problem('SG963', message, 'Name a commit or a tag: /segue rollback PIPELINE to COMMIT', 2);
}
