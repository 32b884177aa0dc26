import type { Policy, Protection } from '../model/policy.ts';
import { fitsScope } from '../model/policy-scope.ts';
import type { Touched } from './policy-case.ts';

/**
 * The protections of a pipeline, by what it was and by what it becomes: nobody leaves them by another name, tag or owner. What could not
 * be read has its id alone.
 */
export function protectionsOf({ id, before, after }: Touched, { protect }: Policy): readonly Protection[] {
  const faces = [before, after].filter((each) => each !== undefined);
  const known = faces.length === 0 ? [{ id, tags: [] }] : faces;
  return protect.filter((protection) => known.some((face) => fitsScope(protection, face)));
}
