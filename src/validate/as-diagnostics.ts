import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { mostFindings } from '../model/finding-list.ts';
import type { Finding, Rule } from './rule.ts';

/** What a rule found, with its code and severity; the last one says how many are left out. */
export function asDiagnostics({ code, severity }: Rule, findings: readonly Finding[] = []): readonly Diagnostic[] {
  const shown = findings.slice(0, mostFindings).map(({ range, message, help, related = [] }): Diagnostic => {
    const diagnostic = { code, severity, message, range, related };
    return help === undefined ? diagnostic : { ...diagnostic, help: typeof help === 'string' ? help : help() };
  });
  const next = findings[mostFindings];
  if (next === undefined) return shown;
  const message = `there are ${findings.length - mostFindings} or more findings of this kind that are not shown`;
  return [...shown, { code, severity, message, range: next.range, related: [] }];
}
