import { Problem } from '../../diagnostic/problem.ts';

/** Something stored that cannot be believed. */
export function damaged(what: string, why: string): Problem {
  return new Problem(
    'SG607',
    `The stored ${what} is damaged: ${why}.`,
    'See `segue state fsck`, and `git log` on its ref for who wrote it; docs/state.md says how to go back or start anew.',
  );
}
