import { countOf } from '../run/run-words.ts';
import type { Style } from '../text/ansi-style.ts';
import { cleanText } from '../text/ansi-width.ts';
import { nameList } from '../text/name-list.ts';
import { renderTable } from '../text/text-table.ts';
import { mergeSummary } from './diff-at-merge.ts';
import { diffFacts, fireNotes } from './diff-facts.ts';
import { mergeNotes } from './diff-merge-notes.ts';
import { diffOutline, inheritedWords } from './diff-outline.ts';
import { taskNames } from './diff-task-names.ts';
import { diffVerdict, historyNote, notCompared, sideLabel } from './diff-verdict.ts';
import type { DiffView, LocatedPolicyFinding, LocatedRisk } from './diff-view.ts';
import { type EditWords, settingWords } from './diff-words.ts';

export interface DiffTextOptions {
  readonly style: Style;
  readonly width: number;
}

const most = { names: 12, lines: 60, facts: 40 } as const;

/** A diff for the terminal: the verdict, what may break, what changed, and what follows from it. */
export function renderDiff(view: DiffView, options: DiffTextOptions): string[] {
  const { style } = options;
  const head = `${style.strong(diffVerdict(view))}  ${style.muted(`${cleanText(sideLabel(view.base))} → ${cleanText(sideLabel(view.head))}`)}`;
  const sections = [
    (view.policy ?? []).flatMap((finding) => policyLines(finding, style)),
    view.risks.flatMap((risk) => riskLines(risk, style)),
    changeLines(view, style),
    settingLines(view, style),
    factLines(view, options),
    [...[...mergeNotes(view.atMerge), ...fireNotes(view)].map((note) => cleanText(note)), historyNote(view)].filter(
      Boolean,
    ),
    [notCompared(view)].filter((line) => line !== ''),
  ];
  return [head, ...sections.filter((lines) => lines.length > 0).flatMap((lines) => ['', ...lines])];
}

function riskLines({ code, severity, file, line, message, help }: LocatedRisk, style: Style): readonly string[] {
  const mark = severity === 'warning' ? style.warning(`warning[${code}]`) : style.running(`note[${code}]`);
  return [`${mark} ${cleanText(message)}`, `  ${style.muted(`${cleanText(file)}:${line}`)}  ${cleanText(help)}`];
}

function policyLines(
  { code, severity, pipeline, file, line, message, help }: LocatedPolicyFinding,
  style: Style,
): readonly string[] {
  const mark = severity === 'error' ? style.failure(`error[${code}]`) : style.warning(`warning[${code}]`);
  const subject = pipeline === undefined ? '' : `${pipeline}: `;
  return [
    `${mark} ${cleanText(subject + message)}`,
    `  ${style.muted(`${cleanText(file)}:${line}`)}  ${cleanText(help)}`,
  ];
}

function changeLines(view: DiffView, style: Style): readonly string[] {
  return diffOutline(view).flatMap(({ mark, title, edits, tasks }) => [
    `${paintMark(mark, style)} ${style.strong(cleanText(title))}`,
    ...edits.flatMap((edit) => editLines(edit, 2, style)),
    ...tasks.flatMap((task) => [
      `  ${paintMark(task.mark, style)} ${cleanText(task.task)}`,
      ...task.edits.flatMap((edit) => editLines(edit, 4, style)),
    ]),
  ]);
}

function settingLines({ settings, pipelines }: DiffView, style: Style): readonly string[] {
  // The defaults themselves are told by what they do to tasks.
  const own = settings.filter(({ key }) => key !== 'defaults').map(settingWords);
  const edits = [...own, ...inheritedWords(pipelines)];
  return edits.length === 0
    ? []
    : [style.strong('.github/segue.yml'), ...edits.flatMap((edit) => editLines(edit, 2, style))];
}

function editLines({ mark, text, lines = [] }: EditWords, indent: number, style: Style): readonly string[] {
  const space = ' '.repeat(indent);
  const shown = lines.slice(0, most.lines).map((line) => `${space}    ${paintLine(cleanText(line), style)}`);
  const rest =
    lines.length > most.lines ? [`${space}    ${style.muted(`and ${lines.length - most.lines} more lines`)}`] : [];
  return [`${space}${paintMark(mark, style)} ${cleanText(text)}`, ...shown, ...rest];
}

function paintMark(mark: string, style: Style): string {
  return mark === '+' ? style.success(mark) : mark === '-' ? style.failure(mark) : style.warning(mark);
}

function paintLine(line: string, style: Style): string {
  if (line.startsWith('@')) return style.muted(line);
  if (line.startsWith('-')) return style.failure(line);
  return line.startsWith('+') ? style.success(line) : line;
}

function factLines(view: DiffView, { style, width }: DiffTextOptions): readonly string[] {
  const { tasks, downstream, pipelines } = view.impact;
  const all = diffFacts(view);
  const facts = all
    .slice(0, most.facts)
    .map(({ what, before, after }) => [style.muted(cleanText(what)), cleanText(before), '→', cleanText(after)]);
  const impact = [
    [style.muted('runs differently'), taskNames(tasks, view, most.names)],
    [
      style.muted('downstream'),
      [taskNames(downstream, view, most.names), nameList(pipelines, most.names)].filter(Boolean).join(', '),
    ],
    [style.muted('on merge'), cleanText(mergeSummary(view.atMerge))],
  ].filter(([, names]) => names !== '');
  const rest = all.length - facts.length;
  const more = rest > 0 ? [style.muted(`and ${countOf(rest, 'more figure')}`)] : [];
  return [...renderTable(impact, { width }), ...renderTable(facts, { width }), ...more];
}
