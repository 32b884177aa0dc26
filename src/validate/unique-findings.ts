import type { Finding } from './rule.ts';

/** Keeps the first finding at each place: what tasks share (`defaults`, `env`) is wrong once, not once for each task. */
export function uniqueFindings(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ range }) => {
    const place = `${range.start}:${range.end}`;
    if (seen.has(place)) return false;
    seen.add(place);
    return true;
  });
}
