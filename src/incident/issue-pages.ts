import type { IncidentView } from '../report/issue/incident-view.ts';
import { changedCauseComment, recoveryComment, reopenedComment } from '../report/issue/issue-comments.ts';
import { issuePage } from '../report/issue/issue-page.ts';
import { countOf } from '../report/run/run-words.ts';
import { localClock, localDayTime } from '../report/text/local-time.ts';
import { code, joinMarkdown, type Markdown, md, nothing, plain } from '../report/text/markdown.ts';
import { blocks, bullets } from '../report/text/markdown-blocks.ts';
import { unreachable } from '../run/states.ts';
import type { Incident } from './incident.ts';
import { type Change, type PipelineEnd, standingOf } from './standing.ts';
import { causeOf } from './view-cause.ts';
import { type PageContext, viewOf } from './view-of.ts';
import type { IncidentPages } from './wishes.ts';

const mostIntervals = 10;

/** The pages of incidents as people read them. */
export function issuePages(context: PageContext): IncidentPages {
  return {
    issue(incident) {
      const { key: _, state: __, closedAs: ___, ...page } = issuePage(viewOf(incident, context));
      return page;
    },
    comment: (incident, change) => commentOf(incident, change, viewOf(incident, context)),
  };
}

function commentOf(incident: Incident, change: Change, view: IncidentView): string | undefined {
  switch (change.kind) {
    case 'opened':
      return undefined;
    case 'reopened':
      return reopenedComment(view);
    case 'recovered':
      return recovery(incident, view);
    case 'cause': {
      const before = incident.causes.findLast(({ shared }) => shared !== view.cause.fingerprint);
      return changedCauseComment(
        view,
        causeOf(incident, before, { member: undefined, since: view.openedAt, timezone: view.timezone }),
      );
    }
    case 'deadline':
      return deadline(change, view);
    default:
      return unreachable(change.kind);
  }
}

/** With the intervals that have no data, since nothing will give it to them by itself. */
function recovery(incident: Incident, view: IncidentView): string | undefined {
  const body = recoveryComment(view);
  const failed = standingOf(incident).failed.filter(
    ({ interval, at }) => interval !== undefined && at >= view.openedAt,
  );
  if (body === undefined || failed.length === 0) return body;
  const listed = failed.slice(-mostIntervals).map((end) => intervalText(end, view.timezone));
  const more = failed.length - listed.length;
  const head = md`**Still failed (${plain(String(failed.length))}):** \`segue retry\` with the run does them again.`;
  return blocks(
    body,
    head,
    bullets([...listed, more > 0 ? md`and ${plain(countOf(more, 'older interval'))}` : nothing]),
  );
}

function intervalText({ interval, run, pipeline }: PipelineEnd, timezone: string): Markdown {
  const until = interval === undefined ? '' : localDayTime(interval.end, timezone);
  return md`${plain(pipeline)} up to ${plain(until)}, run ${code(run)}`;
}

function deadline({ at }: Change, { timezone, pipelines, waiting }: IncidentView): string {
  const late = pipelines.filter((each) => each.deadline?.missed === true).map(({ pipeline }) => code(pipeline));
  const names = late.length === 0 ? nothing : md` by ${joinMarkdown(late.slice(0, mostIntervals), ', ')}`;
  const waits = waiting.length === 0 ? nothing : md` ${plain(countOf(waiting.length, 'pipeline'))} waiting.`;
  return md`**Deadline ${plain(localClock(at, timezone))} missed**${names}.${waits}`;
}
