import { countText } from '../../diagnostic/count-text.ts';
import { formatDuration } from '../../model/duration.ts';
import { unreachable } from '../../run/states.ts';
import { commitAddress, fileAddress } from '../forge/forge-address.ts';
import { countOf } from '../run/run-words.ts';
import { localClock, localDayTime, placeOf } from '../text/local-time.ts';
import {
  code,
  joinMarkdown,
  link,
  type Markdown,
  md,
  mention,
  nothing,
  ownLink,
  plain,
  strong,
} from '../text/markdown.ts';
import { blocks, bullets, details, lines, quote, table } from '../text/markdown-blocks.ts';
import { nameList } from '../text/name-list.ts';
import type { AffectedPipeline, IncidentView, Quiet, Suspect } from './incident-view.ts';

const mostOwners = 5;
const mostSuspects = 3;
const shortList = 5;
/** Rows that are seen before a fold is opened. */
const fewRows = 8;

/** Who is told, where, since when, how often. */
export function facts(view: IncidentView): Markdown {
  const muted = view.quiet?.kind === 'muted';
  const owners = view.owners.slice(0, mostOwners).map((owner) => (muted ? plain(owner) : mention(owner)));
  const sum = (of: (each: AffectedPipeline) => number): number =>
    view.pipelines.reduce((all, each) => all + of(each), 0);
  const [runs, attempts] = [sum((each) => each.runs), sum((each) => each.attempts)];
  const often = `${countOf(runs, 'run')}${attempts === 0 ? '' : `, ${countOf(attempts, 'attempt')}`}`;
  return joinMarkdown(
    [
      joinMarkdown(owners, ' '),
      strong(plain(view.environment)),
      md`since ${plain(localDayTime(view.openedAt, view.timezone))} ${plain(placeOf(view.timezone))}`,
      runs === 0 ? nothing : plain(often),
    ],
    ' · ',
  );
}

/** What has become of it, if anything has. */
export function state({ state: now, recovery, flapping, quiet, openedAt, timezone }: IncidentView): Markdown {
  const back =
    now === 'open' || recovery === undefined
      ? nothing
      : md`**Recovered ${plain(localDayTime(recovery.at, timezone))}**, after ${plain(timeBetween(openedAt, recovery.at))}, with run ${code(recovery.run)}${
          recovery.markedBy === undefined ? nothing : md`, marked by ${plain(recovery.markedBy)}`
        }.`;
  const often =
    flapping === undefined
      ? nothing
      : md`**Flapping:** back ${plain(countOf(flapping.times, 'time'))} since ${plain(localDayTime(flapping.since, timezone))}.`;
  return joinMarkdown([back, often, quiet === undefined ? nothing : quietText(quiet, timezone)], ' ');
}

export function timeBetween(from: string, to: string): string {
  return formatDuration(Math.max(0, Date.parse(to) - Date.parse(from)));
}

function quietText(quiet: Quiet, timezone: string): Markdown {
  switch (quiet.kind) {
    case 'acknowledged':
      return md`${plain(quiet.by)} is on it.`;
    case 'snoozed':
      return md`Snoozed by ${plain(quiet.by)} until ${plain(localDayTime(quiet.until, timezone))}.`;
    case 'muted':
      return md`Muted: nobody is told.`;
    default:
      return unreachable(quiet);
  }
}

/** What it means for those who use the data; of several pipelines the table says it. */
export function impact({ pipelines, timezone, state: now }: IncidentView): Markdown {
  const [first, ...others] = pipelines;
  if (first === undefined || others.length > 0) return nothing;
  const good =
    first.goodUpTo === undefined
      ? md`**No interval has been served yet.**`
      : md`**Data is good up to ${plain(localDayTime(first.goodUpTo, timezone))}.**`;
  const next =
    now === 'open' && first.next !== undefined ? md`Next try ${plain(localDayTime(first.next, timezone))}.` : nothing;
  return joinMarkdown([good, now === 'open' ? deadlineText(first, timezone) : nothing, next], ' ');
}

function deadlineText({ deadline }: AffectedPipeline, timezone: string): Markdown {
  if (deadline === undefined) return nothing;
  const clock = plain(localClock(deadline.at, timezone));
  return deadline.missed ? md`Deadline ${clock} missed.` : md`Deadline ${plain(localDayTime(deadline.at, timezone))}.`;
}

/** The deciding line, and where in the sources. */
export function causeQuote({ cause, repository }: IncidentView): Markdown {
  if (cause.line === undefined) return nothing;
  const { source, task } = cause;
  const where =
    source === undefined
      ? nothing
      : md` at ${link(code(`${source.path}:${source.line}`), fileAddress(repository, source.commit, source.path, source.line))}`;
  const of = task === undefined ? nothing : md`in ${code(task)}`;
  return quote(lines(code(cause.line), md`${of}${where}`));
}

/** Which pipelines, if it is more than one, or which tasks, if these are many. */
export function affected({ pipelines, timezone }: IncidentView, most: number): Markdown {
  const [first] = pipelines;
  if (first !== undefined && pipelines.length === 1) {
    return first.tasks.length < 2
      ? nothing
      : md`**Failing (${plain(String(first.tasks.length))}):** ${plain(nameList(first.tasks, most))}`;
  }
  const header = ['pipeline', 'failing', 'data good up to', 'deadline', 'next try', 'last run'].map((name) =>
    plain(name),
  );
  const rows = pipelines.slice(0, most).map((each) => affectedRow(each, timezone));
  const rest = pipelines.length - rows.length;
  const folded = blocks(
    table(header, rows.slice(fewRows)),
    rest > 0 ? md`And ${plain(countOf(rest, 'more pipeline'))}.` : nothing,
  );
  return blocks(
    table(header, rows.slice(0, fewRows)),
    details(`${countOf(pipelines.length - fewRows, 'more pipeline')}`, folded),
  );
}

function affectedRow(each: AffectedPipeline, timezone: string): readonly Markdown[] {
  const { deadline } = each;
  const clock = deadline === undefined ? nothing : plain(localClock(deadline.at, timezone));
  return [
    code(each.pipeline),
    plain(nameList(each.tasks, 3)),
    each.goodUpTo === undefined ? md`never` : plain(localDayTime(each.goodUpTo, timezone)),
    deadline?.missed === true ? strong(md`${clock} missed`) : clock,
    each.next === undefined ? nothing : plain(localDayTime(each.next, timezone)),
    each.lastRun === undefined ? nothing : ownLink(code(each.lastRun), each.lastCheckUrl),
  ];
}

/** What changed since it last went well. It never says more than is known. */
export function suspicion(view: IncidentView): Markdown {
  const { suspects, lastGreen, repository, kind } = view;
  if (kind !== 'failure' || view.state === 'recovered') return nothing;
  if (suspects === 'not-checked') return md`**Likely cause:** not checked.`;
  const green =
    lastGreen === undefined
      ? nothing
      : md`Last green: ${link(code(lastGreen.slice(0, 7)), commitAddress(repository, lastGreen))}.`;
  const [only, ...others] = suspects;
  if (only === undefined) {
    const none = md`No commit since then changed the pipeline or a file that its tasks name: look outside of the repository.`;
    return lastGreen === undefined ? nothing : joinMarkdown([green, none], ' ');
  }
  const end = joinMarkdown([green, md`A suspicion, not proof.`], ' ');
  if (others.length === 0) return md`**Likely:** ${suspectText(only, view)}. ${end}`;
  const more = suspects.length - mostSuspects;
  const listed = suspects.slice(0, mostSuspects).map((each) => suspectText(each, view));
  return blocks(
    md`**Likely, the likeliest first:**`,
    bullets([...listed, more > 0 ? md`and ${plain(countOf(more, 'more commit'))}` : nothing]),
    end,
  );
}

function suspectText(
  { number, commit, title, author, at, paths }: Suspect,
  { repository, timezone }: IncidentView,
): Markdown {
  const name =
    number === undefined
      ? link(code(commit.slice(0, 7)), commitAddress(repository, commit))
      : link(
          md`pull request ${plain(String(number))}`,
          repository === undefined ? undefined : `${repository}/pull/${number}`,
        );
  const changed = joinMarkdown(
    paths.slice(0, 3).map((path) => code(path)),
    ', ',
  );
  const rest = paths.length > 3 ? md` and ${plain(countOf(paths.length - 3, 'more file'))}` : nothing;
  return md`${name} “${plain(title, 80)}” (${plain(author, 40)}, ${plain(localDayTime(at, timezone))}) changed ${changed}${rest}`;
}

/** What does not run because of it; many are folded away. */
export function waitingList({ waiting, state: now }: IncidentView, most: number): Markdown {
  if (waiting.length === 0 || now === 'recovered') return nothing;
  const head = md`**Waiting (${plain(String(waiting.length))}):** ${plain(nameList(waiting, shortList))}`;
  if (waiting.length <= shortList + 1) return head;
  const names = waiting.slice(0, most).map((name) => plain(name, 100));
  const rest = waiting.length - names.length;
  const all = joinMarkdown([...names, rest > 0 ? md`and ${plain(`${countText(rest)} more`)}` : nothing], ', ');
  return blocks(head, details(`All ${waiting.length} that wait`, all));
}

export function links({ pipelines, runbook, log }: IncidentView): Markdown {
  const [first] = pipelines;
  return joinMarkdown(
    [
      runbook === undefined ? nothing : link(md`Runbook`, runbook),
      first?.lastCheckUrl === undefined ? nothing : ownLink(md`Check`, first.lastCheckUrl),
      first?.lastJobUrl === undefined ? nothing : ownLink(md`Job`, first.lastJobUrl),
      log?.url === undefined ? nothing : ownLink(md`Whole log`, log.url),
    ],
    ' · ',
  );
}
