import picomatch from 'picomatch';

/** Tells of a path from the root, or of a folder (`data/`), whether artifact patterns name it or anything in it. */
export function coveredBy(patterns: readonly string[]): (path: string) => boolean {
  const plain = patterns.map(withoutEnds);
  const matchers = plain.map((pattern) => picomatch(pattern, { dot: true, nonegate: true, flags: 's' }));
  return (path) => {
    const own = withoutEnds(path);
    return (
      plain.some((pattern) => isWithin(pattern, own) || isWithin(own, pattern)) || matchers.some((fits) => fits(own))
    );
  };
}

function isWithin(path: string, folder: string): boolean {
  return `${path}/`.startsWith(`${folder}/`);
}

function withoutEnds(path: string): string {
  return path.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '');
}
