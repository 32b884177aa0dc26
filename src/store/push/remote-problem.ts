import { Problem } from '../../diagnostic/problem.ts';

/** The remote will not have a ref, however often it is tried. */
export function refusedProblem(ref: string, reason: string): Problem {
  const namespace = ref.split('/').slice(0, 2).join('/');
  return new Problem(
    'SG608',
    `The remote refuses ${ref}: ${reason}.`,
    `Allow this account to push below ${namespace}/ (a ruleset or a hook forbids it). Until then the state stays in this clone.`,
  );
}

/** The remote does not have what this clone has; all that was written is safe here, and goes with a later push. */
export function isOnlyHere(error: unknown): boolean {
  return error instanceof Problem && (error.code === 'SG608' || error.code === 'SG609');
}

/** Nobody knows whether the remote has a ref. */
export function unreachableProblem(ref: string, tries: number): Problem {
  return new Problem(
    'SG609',
    `The remote did not confirm ${ref} in ${tries} tries.`,
    'Check the network and your access (`git ls-remote`), then repeat the command. Nothing recorded here is lost.',
  );
}
