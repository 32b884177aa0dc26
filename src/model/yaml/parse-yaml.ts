import { type Document, isScalar, visit } from 'yaml';
import type { Diagnostic, Range } from '../../diagnostic/diagnostic.ts';
import { type FoundExpression, findExpressions } from '../expression/expression-text.ts';
import { finding, type Report } from '../finding.ts';
import { limits } from '../limits.ts';
import { composeDocument, type YamlProblem } from './compose-document.ts';
import { explainYamlError, isOpenQuote } from './yaml-errors.ts';

/** Lines with errors that are reported for one file; what follows the first few is mostly their echo. */
const shownErrors = 20;

/** Parses YAML 1.2 and says in plain words what is wrong. Duplicate keys are found later, where they can be named. */
export function parseText(file: string, text: string, report: Report): Document | undefined {
  const { document, problems } = composeDocument(text);
  const seen = new Set<number>();
  for (const problem of problems.toSorted((a, b) => a.pos[0] - b.pos[0])) {
    const expression = expressionAt(problem.pos[0], text);
    if (expression !== undefined) {
      report(notInQuotes(file, expression));
      break;
    }
    const start = clamp(problem.pos[0], text);
    const line = text.lastIndexOf('\n', start - 1);
    if (seen.has(line) || seen.size === shownErrors) continue;
    seen.add(line);
    const { name, message, help } = explainYamlError(problem, text);
    report(finding(name, placeOf(problem, file, text, document), message, help));
  }
  return document;
}

/** The expression in which a problem lies: between `{ }` its braces are mappings to YAML, and all that follows is an echo. */
function expressionAt(offset: number, text: string): FoundExpression | undefined {
  const start = text.lastIndexOf('${{', offset);
  if (start === -1 || text.lastIndexOf('\n', offset - 1) > start) return undefined;
  const [found] = findExpressions(text.slice(start, start + limits.expressionLength));
  const end = start + (found?.end ?? 0);
  return found?.closed && offset < end ? { ...found, start, end } : undefined;
}

function notInQuotes(file: string, { start, end, body }: FoundExpression): Diagnostic {
  const shown = body.trim();
  const written = shown.length <= 60 && !/["\\\n]/.test(shown) ? shown : '…';
  const message = 'this expression must stand in quotes, or YAML takes signs in it for its own';
  return finding('syntax', { file, start, end }, message, `Write \`"\${{ ${written} }}"\`.`);
}

/** Where the problem shows, but for an open quote: there it is where the quote was opened that is of interest. */
function placeOf(problem: YamlProblem, file: string, text: string, document: Document | undefined): Range {
  const start = clamp(problem.pos[0], text);
  const opened = isOpenQuote(problem) ? openedBefore(start, document) : undefined;
  if (opened === undefined) return { file, start, end: Math.max(start, clamp(problem.pos[1], text)) };
  const lineEnd = text.indexOf('\n', opened);
  return { file, start: opened, end: lineEnd === -1 ? text.length : lineEnd };
}

function openedBefore(offset: number, document: Document | undefined): number | undefined {
  if (document === undefined) return undefined;
  let opened: number | undefined;
  visit(document, {
    Collection: (_, __, path) => (path.length > 2 * limits.nesting ? visit.SKIP : undefined),
    Scalar(_, node) {
      const start = node.range?.[0] ?? offset;
      if (isScalar(node) && node.type?.startsWith('QUOTE') && start < offset) opened = Math.max(start, opened ?? 0);
    },
  });
  return opened;
}

function clamp(offset: number, text: string): number {
  return Math.min(Math.max(0, offset), text.length);
}
