import { formatDuration } from '../../model/duration.ts';
import type { RunDocument } from '../../run/document.ts';
import { type CheckView, lineOfTask } from '../check/check-view.ts';
import { commitAddress, fileAddress } from '../forge/forge-address.ts';
import { parentOf } from '../progress/progress-state.ts';
import type { ToldFailure } from '../run/run-causes.ts';
import { code, joinMarkdown, link, type Markdown, md, nothing, ownLink, plain, strong } from '../text/markdown.ts';
import { lines, quote } from '../text/markdown-blocks.ts';
import { nameList } from '../text/name-list.ts';
import { formatInstant, formatInterval } from '../text/time-text.ts';

/** From this on a start was late. */
const lateMs = 60_000;

/** One failure in two or three lines: what, how it ended, the deciding line, and where in the sources. */
export function failureLead(failure: ToldFailure, view: CheckView): Markdown {
  const { task, how, others, tolerated, cause } = failure;
  const verb = tolerated ? md`failed, and may` : md`failed`;
  const ended = how.startsWith('attempt') ? md`, ${plain(how)}` : md`: ${plain(how)}`;
  const more = others.length === 0 ? nothing : md`, so did ${plain(nameList(others))}`;
  const head = md`${strong(link(code(task), taskAddress(task, view)))} ${verb}${ended}${more}`;
  return lines(head, cause.logged ? quote(lines(code(cause.line), sourceLink(failure, view))) : nothing);
}

/** `at sql/load.sql:42`, with a link to it. */
function sourceLink({ trace }: ToldFailure, { run, repository }: CheckView): Markdown {
  if (trace === undefined) return nothing;
  const address = fileAddress(repository, run.commit, trace.path, trace.line);
  return md`at ${link(code(`${trace.path}:${trace.line}`), address)}`;
}

function taskAddress(task: string, { run, pipeline, taskLines, repository }: CheckView): string | undefined {
  const line = lineOfTask(parentOf(task) ?? task, taskLines);
  return line === undefined ? undefined : fileAddress(repository, run.commit, pipeline.file, line);
}

/** Whose run it is, on one line. */
export function runFacts({ run, repository, jobUrl, incident }: CheckView): Markdown {
  const sha = run.snapshotOf ?? run.commit;
  const issue = incident === undefined ? nothing : ownLink(md`issue ${plain(String(incident.number))}`, incident.url);
  const facts = [
    strong(plain(run.environment)),
    run.interval === undefined ? nothing : md`interval ${plain(formatInterval(run.interval))}`,
    md`run ${code(run.run)}`,
    md`commit ${link(code(sha.slice(0, 7)), commitAddress(repository, sha))}`,
    plain(startText(run)),
    deadlineText(run),
    issue,
    jobUrl === undefined ? nothing : link(md`job`, jobUrl),
  ];
  return joinMarkdown(facts, ' · ');
}

function startText(run: RunDocument): string {
  const { kind, by } = run.trigger;
  const late = lateBy(run);
  const how = kind === 'schedule' ? 'by schedule' : by === '' ? kind : `${kind}, by ${by}`;
  return `${how}${late === undefined ? '' : `, started ${formatDuration(late)} late`}`;
}

/** Milliseconds from the moment that a scheduled run was due to its start. */
function lateBy(run: RunDocument): number | undefined {
  if (run.trigger.kind !== 'schedule' || run.interval === undefined) return undefined;
  const late = Date.parse(run.startedAt) - Date.parse(run.interval.end);
  return late < lateMs ? undefined : late;
}

function deadlineText({ deadline }: RunDocument): Markdown {
  if (deadline === undefined) return nothing;
  const at = plain(formatInstant(deadline.at).replace(/:00 UTC$/, ' UTC'));
  return deadline.missed ? strong(md`deadline ${at} missed`) : md`deadline ${at}`;
}
