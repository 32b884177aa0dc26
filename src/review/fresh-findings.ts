import type { Diagnostic, Severity } from '../diagnostic/diagnostic.ts';
import { demandCodes } from '../model/policy.ts';
import { settingsFile } from '../model/settings.ts';
import { createLocator } from '../report/findings/findings-position.ts';
import type { ReviewFinding, ReviewView } from '../report/review/review-view.ts';
import type { PullSides } from './pull-sides.ts';

/**
 * What is wrong in the head, apart by what this pull request has to do with it: what its base has as well, in a file that it leaves
 * alone, was there before. A file that it touches must be free of errors; what is less than an error only counts where it is new.
 */
export function freshFindings(sides: PullSides): Pick<ReviewView, 'findings' | 'before'> {
  const { base, head, touched } = sides;
  const wasThere = takeKnown(
    diagnosticsOf(head.validation.diagnostics, sides.headSettings.diagnostics),
    diagnosticsOf(base.validation.diagnostics, sides.baseSettings.diagnostics),
  );
  const locate = locatorOf(sides);
  const [findings, before]: [ReviewFinding[], ReviewFinding[]] = [[], []];
  for (const [diagnostic, isOld] of wasThere) {
    const counts = !isOld || (diagnostic.severity === 'error' && touched.has(diagnostic.range.file));
    (counts ? findings : before).push(locate(diagnostic));
  }
  return { findings: worstFirst(findings), before: worstFirst(before) };
}

/** Each diagnostic, and whether the base has one for it: the same, or, unless it is an error, another of its code in its file. */
function takeKnown(
  found: readonly Diagnostic[],
  old: readonly Diagnostic[],
): readonly (readonly [Diagnostic, boolean])[] {
  const left = new Map<string, string[]>();
  for (const each of old) {
    const known = left.get(kindOf(each));
    if (known === undefined) left.set(kindOf(each), [each.message]);
    else known.push(each.message);
  }
  const same = found.map((each) => take(left.get(kindOf(each)), each.message));
  return found.map((each, index) => {
    const isOld = same[index] === true || (each.severity !== 'error' && left.get(kindOf(each))?.pop() !== undefined);
    return [each, isOld];
  });
}

function kindOf({ code, range }: Diagnostic): string {
  return JSON.stringify([range.file, code]);
}

/** Lines move when others come before them; what is said of them does not. */
function take(messages: string[] | undefined, message: string): boolean {
  const index = messages?.indexOf(message) ?? -1;
  if (index >= 0) messages?.splice(index, 1);
  return index >= 0;
}

/** What was found, with the settings' own in place of those that the side was judged by. What the policy asks is told with who has agreed. */
function diagnosticsOf(found: readonly Diagnostic[], ofSettings: readonly Diagnostic[]): readonly Diagnostic[] {
  const asked = new Set<string>(demandCodes);
  return [...ofSettings, ...found.filter(({ range, code }) => range.file !== settingsFile && !asked.has(code))];
}

const order: readonly Severity[] = ['error', 'warning', 'note'];

function worstFirst(findings: readonly ReviewFinding[]): readonly ReviewFinding[] {
  return findings.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
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
