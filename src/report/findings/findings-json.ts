import type { TextOf } from '../../diagnostic/code-frame.ts';
import type { Diagnostic, Range } from '../../diagnostic/diagnostic.ts';
import { createLocator, type Region } from './findings-position.ts';

/** A place in a file: offsets from 0 in UTF-16 units, lines and columns from 1, ends exclusive. */
type Place = Range & Region;

/** Findings as a JSON array, one object a finding, for programs. The shape only grows within a major version. */
export function renderFindingsJson(diagnostics: readonly Diagnostic[], textOf: TextOf): string {
  const locate = createLocator(textOf);
  const place = (range: Range): Place => ({ ...range, ...locate(range) });
  const findings = diagnostics.map(({ code, severity, message, help, range, related }) => ({
    code,
    severity,
    message,
    ...(help === undefined ? {} : { help }),
    ...place(range),
    related: related.map((each) => ({ message: each.message, ...place(each.range) })),
  }));
  return `${JSON.stringify(findings, undefined, 2)}\n`;
}
