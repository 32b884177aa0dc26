import type { IssueWish } from '../forge/forge.ts';
import { forgeLimits } from '../forge/forge-limits.ts';
import { type Markdown, md } from '../text/markdown.ts';
import { fitPage, fixedPart, loosePart } from '../text/markdown-fit.ts';
import type { IncidentView } from './incident-view.ts';
import { affected, causeQuote, facts, impact, links, state, suspicion, waitingList } from './issue-facts.ts';
import { commands, history, lastLines } from './issue-folds.ts';
import { mutedLabel } from './issue-labels.ts';
import { issueTitle } from './issue-title.ts';

/** Kept free for the hidden marker, which the forge's adapter puts first. */
const markerRoom = 500;

/** The issue of an incident: what is broken, what that means, what likely broke it, what to type; evidence folded away. */
export function issuePage(view: IncidentView): IssueWish {
  const body = fitPage(
    [
      fixedPart('the facts', facts(view)),
      fixedPart('the state', state(view)),
      fixedPart('what it means', impact(view)),
      fixedPart('the cause', causeQuote(view)),
      loosePart('the pipelines', 1, affected(view, 150), affected(view, 20)),
      loosePart('likely causes', 1, suspicion(view)),
      loosePart('what waits', 2, waitingList(view, 200), waitingList(view, 20)),
      fixedPart('what to type', commands(view)),
      fixedPart('links', links(view)),
      loosePart('the log', 3, lastLines(view, 40), lastLines(view, 10)),
      loosePart('the history', 4, history(view, 30), history(view, 5)),
      fixedPart('the end', end(view)),
    ],
    forgeLimits.body - markerRoom,
  );
  return {
    key: view.key,
    title: issueTitle(view),
    body,
    state: view.state === 'open' ? 'open' : 'closed',
    ...(view.state === 'open' ? {} : { closedAs: 'completed' as const }),
    ...labelsOf(view),
    offers: [mutedLabel],
    assignees: people(view.owners),
  };
}

function end(view: IncidentView): Markdown {
  return view.state === 'open' ? md`_Closes itself when green._` : md`_Opens again if the same cause comes back._`;
}

const severities = ['critical', 'warning'] as const;

/** Of the severity, the one that it has now. */
function labelsOf({ severity }: IncidentView): Pick<IssueWish, 'labels' | 'outlived'> {
  const others = severities.filter((each) => each !== severity);
  return {
    labels: ['segue', ...(severity === undefined ? [] : [`segue:${severity}`])],
    outlived: others.map((each) => `segue:${each}`),
  };
}

/** Only people can be assigned; teams are mentioned. */
function people(owners: readonly string[]): readonly string[] {
  const logins = owners.map((owner) => owner.replace(/^@/, '')).filter((owner) => /^[a-z\d-]+$/i.test(owner));
  return [...new Set(logins)].slice(0, forgeLimits.assigneesPerIssue);
}
