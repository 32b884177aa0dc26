/** A ref as GitHub's routes name it; bodies have its full name. */
export function refPath(ref: string): string {
  return ref.replace(/^refs\//, '');
}
