import type { TextOf } from '../../diagnostic/code-frame.ts';
import type { Diagnostic, Severity } from '../../diagnostic/diagnostic.ts';
import { createLocator } from './findings-position.ts';

/**
 * Findings as workflow commands, which GitHub Actions shows as annotations beside the lines of a pull request. Columns
 * are given only for a finding on one line, as GitHub asks for; a finding about a whole file stands at its first line.
 */
export function renderFindingsGithub(diagnostics: readonly Diagnostic[], textOf: TextOf): string {
  const locate = createLocator(textOf);
  return diagnostics
    .map(({ code, severity, message, help, range, related }) => {
      const { line, column, endLine, endColumn } = locate(range);
      const columns = line === endLine ? { col: column, endColumn: Math.max(column, endColumn - 1) } : {};
      const properties = Object.entries({ file: range.file, line, endLine, ...columns, title: code });
      const places = related.map((each) => `${each.message}: ${each.range.file}:${locate(each.range).line}`);
      const text = [message, ...places, ...(help === undefined ? [] : [help])].join('\n');
      const fields = properties.map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
      return `::${commandOf(severity)} ${fields.join(',')}::${escapeData(text)}\n`;
    })
    .join('');
}

function commandOf(severity: Severity): 'error' | 'warning' | 'notice' {
  switch (severity) {
    case 'error':
    case 'warning':
      return severity;
    case 'note':
      return 'notice';
  }
}

/** What ends a command or starts another one: a finding that quotes a stranger's file must not be able to do either. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
