import type { Diagnostic, Severity } from '../diagnostic/diagnostic.ts';
import { settingsFile } from '../model/settings.ts';
import { createLocator } from '../report/findings-position.ts';
import type { ReviewFinding, ReviewView } from '../report/review-view.ts';
import type { PullSides } from './pull-sides.ts';

/**
 * What is wrong in the head, apart by what this pull request has to do with it: what its base has as well, in a file that it leaves
 * alone, was there before. A file that it touches must be free of errors; what is less than an error only counts where it is new.
 */
export function freshFindings(sides: PullSides): Pick<ReviewView, 'findings' | 'before'> {
  const { base, head, touched } = sides;
  const old = countsOf(diagnosticsOf(base.validation.diagnostics, undefined));
  const locate = locatorOf(sides);
  const [findings, before]: [ReviewFinding[], ReviewFinding[]] = [[], []];
  for (const diagnostic of diagnosticsOf(head.validation.diagnostics, sides.headSettings.diagnostics)) {
    const wasThere = take(old, keyOf(diagnostic));
    const counts = !wasThere || (diagnostic.severity === 'error' && touched.has(diagnostic.range.file));
    (counts ? findings : before).push(locate(diagnostic));
  }
  return { findings: worstFirst(findings), before: worstFirst(before) };
}

/** What was found, with the settings' own in place of those that the side was judged by. */
function diagnosticsOf(
  found: readonly Diagnostic[],
  ofSettings: readonly Diagnostic[] | undefined,
): readonly Diagnostic[] {
  if (ofSettings === undefined) return found;
  return [...ofSettings, ...found.filter(({ range }) => range.file !== settingsFile)];
}

const order: readonly Severity[] = ['error', 'warning', 'note'];

function worstFirst(findings: readonly ReviewFinding[]): readonly ReviewFinding[] {
  return findings.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}

/** Lines move when others come before them; what is said of them does not. */
function keyOf({ code, message, range }: Diagnostic): string {
  return JSON.stringify([range.file, code, message]);
}

function countsOf(diagnostics: readonly Diagnostic[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of diagnostics.map(keyOf)) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function take(counts: Map<string, number>, key: string): boolean {
  const left = counts.get(key) ?? 0;
  counts.set(key, left - 1);
  return left > 0;
}

function locatorOf({ head, headSettings }: PullSides): (diagnostic: Diagnostic) => ReviewFinding {
  const textOf = (file: string) => (file === settingsFile ? headSettings.source : head.sources.get(file))?.text;
  const locate = createLocator(textOf);
  return ({ code, severity, message, help, range, related }) => ({
    ...{ code, severity, message, file: range.file, region: locate(range) },
    ...(help === undefined ? {} : { help }),
    related: related.map((each) => ({
      place: `${each.range.file}:${locate(each.range).line}`,
      message: each.message,
    })),
  });
}
