import { countOf } from '../run/run-words.ts';
import { localDayTime, placeOf } from '../text/local-time.ts';
import { code, joinMarkdown, type Markdown, md, nothing, plain, strong } from '../text/markdown.ts';
import { blocks, bullets, details, fence, lines, table } from '../text/markdown-blocks.ts';
import { nameList } from '../text/name-list.ts';
import { mergeSummary } from './diff-at-merge.ts';
import { diffFacts } from './diff-facts.ts';
import { type DiffOutline, diffOutline, inheritedWords } from './diff-outline.ts';
import { differingTasks } from './diff-reasons.ts';
import { taskNames } from './diff-task-names.ts';
import type { DiffView, LocatedRisk } from './diff-view.ts';
import { type EditWords, settingWords } from './diff-words.ts';

/** Names in a list, lines of a changed text, pipelines whose next runs are listed. */
const most = { names: 12, lines: 40, schedules: 20 } as const;

/** What may break, worst first. */
export function riskList({ risks: all }: Pick<DiffView, 'risks'>, atMost: number): Markdown {
  const rest = all.length - atMost;
  const more = rest > 0 ? [md`And ${plain(countOf(rest, 'more'))}.`] : [];
  return bullets([...all.slice(0, atMost).map(riskLine), ...more]);
}

function riskLine({ severity, pipeline, message, help, file, line, code: name }: LocatedRisk): Markdown {
  const text = md`${plain(pipeline)}: ${quoted(message)}`;
  const head = severity === 'warning' ? md`⚠️ ${strong(text)}` : text;
  return md`${head}. ${quoted(help)} ${code(`${file}:${line}`)} ${code(name)}`;
}

/** Our own sentences put names of others between backticks. */
export function quoted(sentence: string): Markdown {
  const pieces = sentence.split(/(`[^`]+`)/).map((piece) => {
    if (/^`.+`$/.test(piece)) return code(piece.slice(1, -1));
    // Safe pieces lose the spaces at their ends.
    const [before, after] = [/^\s/.test(piece) ? ' ' : '', /\S\s+$/.test(piece) ? ' ' : ''];
    return `${before}${plain(piece)}${after}` as Markdown;
  });
  return joinMarkdown(pieces, '');
}

/** What a reader compares, before and after. */
export function factTable(view: DiffView, atMost: number): Markdown {
  const all = diffFacts(view);
  const rows = all
    .slice(0, atMost)
    .map(({ what, before, after }) => [plain(what), plain(before), strong(plain(after))]);
  const rest = all.length - rows.length;
  const header = [plain('figure'), plain('before'), plain('after')];
  return blocks(table(header, rows), rest > 0 ? md`And ${plain(countOf(rest, 'more figure'))}.` : nothing);
}

/** Which tasks run differently, what comes after them, and what the merge meets. */
export function impactLines(view: DiffView): Markdown {
  const { impact, atMerge } = view;
  const { tasks, downstream, pipelines } = impact;
  const below = [taskNames(downstream, view, most.names), nameList(pipelines, most.names)].filter(
    (names) => names !== '',
  );
  return lines(
    tasks.length === 0 ? nothing : md`**Runs differently:** ${plain(differingTasks(view, most.names))}`,
    below.length === 0 ? nothing : md`**Downstream:** ${plain(below.join(', '))}`,
    atMerge.length === 0 ? nothing : md`**On merge:** ${plain(mergeSummary(atMerge))}`,
  );
}

/** All that was changed, folded away. */
export function changesFold(view: DiffView, atMost: number): Markdown {
  const { settings, pipelines } = view;
  const outline = diffOutline(view);
  const shared = [...settings.filter(({ key }) => key !== 'defaults').map(settingWords), ...inheritedWords(pipelines)];
  const rest = outline.length - atMost;
  const body = blocks(
    ...outline.slice(0, atMost).map(outlineBlock),
    rest > 0 ? md`And ${plain(countOf(rest, 'more pipeline'))}.` : nothing,
    shared.length === 0 ? nothing : blocks(md`**${code('.github/segue.yml')}**`, ...editBlocks(shared)),
  );
  return details(`Changes (${outline.length + (shared.length > 0 ? 1 : 0)})`, body);
}

function outlineBlock({ mark, title, edits, tasks }: DiffOutline): Markdown {
  return blocks(
    md`**${plain(markWord(mark))} ${code(title)}**`,
    ...editBlocks(edits),
    ...tasks.flatMap((task) => [md`${plain(markWord(task.mark))} ${code(task.task)}`, ...editBlocks(task.edits)]),
  );
}

/** A list, and below it the texts that changed. */
function editBlocks(edits: readonly EditWords[]): readonly Markdown[] {
  const items = edits.map(({ mark, text }) => md`${plain(markWord(mark))} ${plain(text)}`);
  const texts = edits.flatMap(({ lines: text = [] }) => (text.length === 0 ? [] : [fence(clipped(text), 'diff')]));
  return [bullets(items), ...texts];
}

function clipped(text: readonly string[]): readonly string[] {
  const rest = text.length - most.lines;
  return rest > 0 ? [...text.slice(0, most.lines), `@@ and ${countOf(rest, 'more line')} @@`] : text;
}

function markWord(mark: EditWords['mark']): string {
  switch (mark) {
    case '+':
      return 'added:';
    case '-':
      return 'removed:';
    case '~':
      return 'changed:';
    default:
      return mark satisfies never;
  }
}

/** Folded away. */
export function nextRunsFold({ fires }: DiffView): Markdown {
  const tables = fires.map(({ pipeline, timezone, before, after }) => {
    const count = Math.max(before.next.length, after.next.length);
    const cell = (at: string | undefined) => (at === undefined ? nothing : plain(localDayTime(at, timezone)));
    const rows = Array.from({ length: count }, (_, index) => [cell(before.next[index]), cell(after.next[index])]);
    return blocks(md`${code(pipeline)}, ${plain(placeOf(timezone))}`, table([plain('before'), plain('after')], rows));
  });
  return details('Next 10 runs', blocks(...tables.slice(0, most.schedules)));
}
