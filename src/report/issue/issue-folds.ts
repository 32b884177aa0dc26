import { environmentOption } from '../run/run-commands.ts';
import { countOf } from '../run/run-words.ts';
import { localDayTime } from '../text/local-time.ts';
import { code, joinMarkdown, type Markdown, md, nothing, plain } from '../text/markdown.ts';
import { blocks, details, fence, lines, table } from '../text/markdown-blocks.ts';
import type { IncidentView } from './incident-view.ts';

/** What a person may type, on the issue and on a laptop. */
export function commands(view: IncidentView): Markdown {
  if (view.state === 'recovered') return nothing;
  const rows = commandRows(view).map(([command, what]) => [code(command), plain(what)]);
  return blocks(table([md`comment`, md`does`], rows), onLaptop(view));
}

function commandRows(view: IncidentView): readonly (readonly [string, string])[] {
  const { kind, cause, waiting, pipelines } = view;
  const one = pipelines.length === 1;
  const quiet = [
    ['/segue ack', 'you are on it: nobody else is told'],
    ['/segue snooze 4h', 'quiet for as long'],
    [`/segue pause${one ? '' : ' <pipeline>'}`, 'nothing of it starts by itself until /segue unpause'],
  ] as const;
  if (kind === 'missing' || kind === 'deadline') return quiet;
  if (!one) return [['/segue retry', 'the failed run of each, ten at most, with the newest code'], ...quiet];
  const count = waiting.length === 1 ? 'the one that waits' : `the ${waiting.length} that wait`;
  const waits = waiting.length === 0 ? '' : ` and ${count}`;
  const task = pipelines[0]?.tasks.length === 1 ? cause.task : undefined;
  const retry = ['/segue retry', `${task ?? 'what failed'}${waits}, with the newest code`] as const;
  const back = rollbackRows(view);
  if (task === undefined) return [retry, ...back, ...quiet];
  const done = `done by hand: ${waiting.length === 0 ? 'it counts as done' : 'the next retry goes on with what waits'}`;
  return [retry, [`/segue mark ${task} success <why>`, done], ...back, ...quiet];
}

/** Where a change is suspected. */
function rollbackRows({ suspects }: IncidentView): readonly (readonly [string, string])[] {
  const [suspect] = suspects === 'not-checked' ? [] : suspects;
  if (suspect === undefined) return [];
  const before = suspect.number === undefined ? suspect.commit.slice(0, 7) : `#${suspect.number}`;
  return [['/segue rollback', `opens a pull request that brings it back as it was before ${before}`]];
}

function onLaptop({ kind, environment, log, pipelines }: IncidentView): Markdown {
  const [first] = pipelines;
  if (first === undefined) return nothing;
  const env = environmentOption(environment);
  const why = first.lastRun === undefined ? `segue tick --dry-run${env}` : `segue status ${first.lastRun}${env}`;
  const show = log === undefined ? why : `segue logs ${log.run} ${quoted(log.task)}${env}`;
  const start = kind === 'missing' ? code(`segue run ${first.pipeline}${env}`) : nothing;
  return md`On a laptop: ${joinMarkdown([start, code(show)], ' · ')}`;
}

function quoted(task: string): string {
  return task.includes('[') ? `'${task}'` : task;
}

/** The end of the log that decided it. */
export function lastLines({ log, cause }: IncidentView, most: number): Markdown {
  if (log === undefined || log.tail.length === 0) return nothing;
  const shown = log.tail.slice(-most);
  return details(
    `Last ${countOf(shown.length, 'line')} of ${log.task || cause.task || 'the log'} in ${log.run}`,
    fence(shown),
  );
}

/** Its runs, newest first. */
export function history({ history: runs, timezone, pipelines }: IncidentView, most: number): Markdown {
  const many = pipelines.length > 1;
  const rows = runs
    .slice(0, most)
    .map(({ run, pipeline, at, state, note }) => [
      run === undefined ? nothing : code(run),
      many ? code(pipeline) : nothing,
      plain(localDayTime(at, timezone)),
      plain(state),
      note === undefined ? nothing : plain(note, 120),
    ]);
  const rest = runs.length - rows.length;
  const header = ['run', 'pipeline', 'began', 'state', 'note'].map((name) => plain(name));
  const more = rest > 0 ? md`And ${plain(countOf(rest, 'older run'))}.` : nothing;
  return rows.length < 2 ? nothing : details('History', lines(blocks(table(header, rows), more)));
}
