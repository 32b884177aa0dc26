import { issuePage } from '../src/report/issue/issue-page.ts';
import { reviewOf } from '../src/review/review-of.ts';
import { incidents } from '../test/report/page-incidents.ts';
import { pullChanges } from '../test/review/pull-changes.ts';

/** A page of a forge on which Segue has written, as far as a picture shows it. */
export interface PageScene {
  /** What the picture says above it. */
  readonly caption: string;
  readonly kind: 'pull' | 'issue';
  readonly title: string;
  readonly number: number;
  /** The line below the title. Markdown. */
  readonly about: string;
  readonly labels: readonly string[];
  /** What Segue wrote. Markdown. */
  readonly body: string;
  /** The fold of it that somebody has opened. */
  readonly opened?: string;
}

/** The two pages of the README: what is said before a merge, and of a failure. Both are made by the code that writes them. */
export function pageScenes(): readonly PageScene[] {
  return [pullScene('waits-for-rates'), issueScene('failing')];
}

function pullScene(name: string): PageScene {
  const change = existing(pullChanges[name]);
  return {
    caption: 'Before the merge',
    kind: 'pull',
    title: 'Load with the rates of the same day',
    number: 418,
    about: `**${change.author}** wants to merge 1 commit into \`${change.base.name}\` from \`rates\``,
    labels: [],
    body: existing(reviewOf(change).comment),
    opened: 'Graph',
  };
}

function issueScene(name: string): PageScene {
  const { title, labels, body } = issuePage(existing(incidents[name]));
  return { caption: 'When it fails', kind: 'issue', title, number: 431, about: '', labels, body };
}

function existing<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('what tests keep of this page is not there');
  return value;
}
