import type { Severity } from '../../diagnostic/diagnostic.ts';
import { quoted } from '../diff/diff-parts.ts';
import { countOf } from '../run/run-words.ts';
import { code, joinMarkdown, type Markdown, md, nothing, plain } from '../text/markdown.ts';
import { blocks, details, table } from '../text/markdown-blocks.ts';
import { sentence } from '../text/sentence.ts';
import type { ReviewFinding, ReviewView } from './review-view.ts';

/** What was wrong before, folded away: it is nobody's fault here, and yet there. */
export function beforeFold(
  { before }: Pick<ReviewView, 'before'>,
  severities: readonly Severity[],
  atMost: number,
): Markdown {
  const shown = before.filter(({ severity }) => severities.includes(severity));
  if (shown.length === 0) return nothing;
  const was = shown.length === 1 ? 'was' : 'were';
  return details(`${countOf(shown.length, 'problem')} that ${was} there before`, findingTable(shown, atMost));
}

/** A row for each finding. */
export function findingTable(findings: readonly ReviewFinding[], atMost: number): Markdown {
  const rows = findings
    .slice(0, atMost)
    .map(({ file, region, severity, message, help, code: name, related }) => [
      code(`${file}:${region.line}`),
      severity === 'error' ? md`**error**` : plain(severity),
      messageCell(message, related, help),
      code(name),
    ]);
  const rest = findings.length - rows.length;
  return blocks(
    table([plain('where'), plain(''), plain('what'), plain('code')], rows),
    rest > 0 ? md`And ${plain(countOf(rest, 'more finding'))}.` : nothing,
  );
}

function messageCell(message: string, related: ReviewFinding['related'], help: string | undefined): Markdown {
  const places = related.map((each) => md`${sentence(each.message)} ${code(each.place)}`);
  return joinMarkdown([sentence(message), ...places, help === undefined ? nothing : quoted(help)], ' ');
}
