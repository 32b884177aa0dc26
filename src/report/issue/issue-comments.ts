import { countOf } from '../run/run-words.ts';
import { localDayTime } from '../text/local-time.ts';
import { code, joinMarkdown, type Markdown, md, nothing, plain } from '../text/markdown.ts';
import { blocks, bullets, quote } from '../text/markdown-blocks.ts';
import { nameList } from '../text/name-list.ts';
import type { IncidentCause, IncidentView } from './incident-view.ts';
import { timeBetween } from './issue-facts.ts';

/** How long it took, and what is good now. Nothing if the incident has not recovered. */
export function recoveryComment(view: IncidentView): Markdown | undefined {
  const { recovery, timezone, openedAt, pipelines, waiting } = view;
  if (recovery === undefined) return undefined;
  const took = timeBetween(openedAt, recovery.at);
  const how = recovery.markedBy === undefined ? nothing : md`, marked by ${plain(recovery.markedBy)}`;
  const names = nameList(pipelines.map(({ pipeline }) => pipeline));
  const good = pipelines.length === 1 ? pipelines[0]?.goodUpTo : undefined;
  const runs = pipelines.reduce((sum, each) => sum + each.runs, 0);
  return joinMarkdown(
    [
      md`**Recovered after ${plain(took)}.**`,
      md`${plain(names)} ${pipelines.length === 1 ? md`is` : md`are`} green again with run ${code(recovery.run)}${how}${runs === 0 ? nothing : md`, after ${plain(countOf(runs, 'failed run'))}`}.`,
      good === undefined ? nothing : md`Data is good up to ${plain(localDayTime(good, timezone))}.`,
      waiting.length === 0
        ? nothing
        : waiting.length === 1
          ? md`What waited may go on.`
          : md`The ${plain(String(waiting.length))} that waited may go on.`,
    ],
    ' ',
  );
}

/** It still fails, but otherwise: whoever looked at the first cause has to look again. */
export function changedCauseComment({ cause: now }: IncidentView, before: IncidentCause): Markdown {
  return blocks(
    md`**It fails differently now.**`,
    bullets([md`before: ${causeText(before)}`, md`now: ${causeText(now)}`]),
    now.line === undefined ? nothing : quote(code(now.line)),
  );
}

/** The same cause is back after a recovery. */
export function reopenedComment({ flapping, timezone, cause }: IncidentView): Markdown {
  const often =
    flapping === undefined
      ? nothing
      : md`It flaps: back ${plain(countOf(flapping.times, 'time'))} since ${plain(localDayTime(flapping.since, timezone))}.`;
  return joinMarkdown([md`**Failing again:** ${causeText(cause)}.`, often], ' ');
}

function causeText({ task, title }: IncidentCause): Markdown {
  return task === undefined ? plain(title) : md`${code(task)}: ${plain(title)}`;
}
