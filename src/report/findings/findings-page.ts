import type { TextOf } from '../../diagnostic/code-frame.ts';
import type { Diagnostic, Severity } from '../../diagnostic/diagnostic.ts';
import { forgeLimits } from '../forge/forge-limits.ts';
import { code, type Markdown, md, nothing, plain, strong } from '../text/markdown.ts';
import { blocks, table } from '../text/markdown-blocks.ts';
import { fitPage, fixedPart, loosePart } from '../text/markdown-fit.ts';
import { createLocator } from './findings-position.ts';
import { type CheckedFiles, findingsVerdict } from './findings-words.ts';

/** What was looked at, and what was found. */
export interface FindingsView extends CheckedFiles {
  readonly diagnostics: readonly Diagnostic[];
  readonly textOf: TextOf;
}

const most = { findings: 500, few: 100 } as const;
const worstFirst: readonly Severity[] = ['error', 'warning', 'note'];

/** The verdict and all findings, worst first, in Markdown of at most 1 MiB: GitHub shows few of those on lines. */
export function findingsPage(view: FindingsView): string {
  const sorted = view.diagnostics.toSorted((a, b) => worstFirst.indexOf(a.severity) - worstFirst.indexOf(b.severity));
  return fitPage(
    [
      fixedPart('the verdict', verdict(view)),
      loosePart('findings', 1, findingTable(view, sorted, most.findings), findingTable(view, sorted, most.few)),
      fixedPart('what next', sorted.length === 0 ? nothing : md`${code('segue explain CODE')} tells more of each.`),
    ],
    forgeLimits.stepSummaryBytes,
  );
}

function verdict(view: FindingsView): Markdown {
  return md`### Segue: ${plain(findingsVerdict(view, view.diagnostics))}`;
}

function findingTable({ textOf }: FindingsView, sorted: readonly Diagnostic[], atMost: number): Markdown {
  const locate = createLocator(textOf);
  const rows = sorted
    .slice(0, atMost)
    .map(({ range, severity, code: name, message, help }) => [
      code(`${range.file}:${locate(range).line}`),
      severity === 'error' ? strong(plain('error')) : plain(severity),
      plain(help === undefined ? message : `${message} ${help}`),
      code(name),
    ]);
  const more = sorted.length - rows.length;
  const rest = more > 0 ? plain(`And ${more} more. segue validate lists all.`) : nothing;
  return blocks(table([plain('where'), plain(''), plain('what'), plain('code')], rows), rest);
}
