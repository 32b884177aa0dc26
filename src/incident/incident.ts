import type { Instant, Interval } from '../run/document.ts';
import type { Suspect } from './culprits.ts';
import type { ToldIncident } from './told.ts';

/** All incidents of an environment: those that are open, and those that recovered not long ago. Plain JSON. */
export interface Book {
  readonly version: 1;
  readonly environment: string;
  /** In the order in which they were first noted. */
  readonly incidents: readonly Incident[];
  /** Messages that went out, oldest first: what a day has left of its budget. */
  readonly sent: readonly SentMessage[];
  /** What somebody saw standing still when they looked last. */
  readonly stalled?: readonly StandStill[];
}

/** A run that is to start, or that nobody works on. */
export interface StandStill {
  readonly pipeline: string;
  /** Absent if it has not begun. */
  readonly run?: string;
  readonly due: Instant;
  /** When it was seen first. */
  readonly since: Instant;
}

export interface SentMessage {
  readonly key: string;
  /** Name of the webhook's secret. */
  readonly to: string;
  readonly at: Instant;
}

/** What is told to people as one thing: a cause, whichever tasks and pipelines it hits. */
export interface Incident {
  /** 16 hexadecimal digits. */
  readonly id: string;
  readonly kind: IncidentKind;
  /** Of kind `backfill`: which. */
  readonly backfill?: string;
  /** What it failed of, the newest last; absent causes: nothing has failed yet, something is missing. */
  readonly causes: readonly Cause[];
  readonly members: Readonly<Record<string, Member>>;
  /** Of what is missing: when somebody saw the newest of it. */
  readonly seen?: Instant;
  /** `closed`: by closing the issue, which says that it is mended: the next failure proves otherwise. */
  readonly acked?: { readonly by: string; readonly at: Instant; readonly closed?: true };
  /** Nothing is sent before then. */
  readonly snoozed?: { readonly by: string; readonly until: Instant };
  /** Nothing is sent. */
  readonly muted?: true;
  /** Who changed something between the last green run and the first that failed. */
  readonly suspects?: Suspects;
  readonly told: ToldIncident;
}

export interface Suspects {
  readonly good: string;
  readonly bad: string;
  /** The likeliest first. */
  readonly commits: readonly Suspect[];
}

/** `lost`: whoever worked on a run is gone. `unserved`: what should have run did not. */
export const incidentKinds = ['failure', 'deadline', 'lost', 'unserved', 'backfill'] as const;

export type IncidentKind = (typeof incidentKinds)[number];

export interface Cause {
  /** See `FailureCause.shared`. */
  readonly shared: string;
  /** The task that showed it first. */
  readonly task: string;
  readonly title: string;
  readonly line: string;
  readonly logged: boolean;
  /** It says so little that other pipelines may say the same of something else. */
  readonly generic?: true;
  readonly trace?: { readonly path: string; readonly line: number; readonly message?: string };
}

/** A pipeline that an incident hits. */
export interface Member {
  readonly facts: MemberFacts;
  /** Tasks that the cause hit, as far as they are named. */
  readonly tasks: readonly string[];
  readonly moreTasks: number;
  /** Tasks that did not run because of it in its newest failure, as far as they are named. */
  readonly blocked?: readonly string[];
  /** Further causes of its newest failure, which were folded into this incident. */
  readonly moreCauses: number;
  /** Oldest first; no two of one run and time. */
  readonly ends: readonly End[];
  /** What ended until then is taken for known: ends of that time may have been dropped. */
  readonly floor?: Instant;
  /** Openings before the ends that are kept. */
  readonly forgotten?: number;
  /** Deadlines that passed, oldest first. */
  readonly missed: readonly Instant[];
  /** Pipelines that wait for this one and missed their own deadline meanwhile. */
  readonly late: readonly string[];
}

/** What is known of a pipeline besides its runs, as of its newest end. */
export interface MemberFacts {
  readonly file: string;
  readonly owner?: string;
  readonly tags: readonly string[];
  readonly runbook?: string;
  /** End of the newest interval whose data is there. */
  readonly goodUpTo?: Instant;
  readonly lastGreen?: LastGreen;
  /** Pipelines that come after this one and wait. */
  readonly waiting: readonly string[];
  readonly nextTry?: Instant;
  /** In which its people read times: that of its schedule, an IANA name. */
  readonly timezone?: string;
}

export interface LastGreen {
  readonly run: string;
  readonly commit: string;
  readonly at: Instant;
}

/** That something ended, or did not come. */
export interface End {
  /** A run's id; of what did not run, when it was due. */
  readonly run: string;
  readonly at: Instant;
  /** `other`: it still fails, but of something else, which is told elsewhere. */
  readonly state: 'red' | 'green' | 'other';
  /** Of a red one: `shared` of its cause. */
  readonly cause?: string;
  readonly interval?: Interval;
  readonly commit?: string;
  /** Address of the job in which a run ended, where that is known. */
  readonly job?: string;
  /** Attempts of the tasks that the cause hit. */
  readonly attempts?: number;
  /** Ends like this one right before it, which are not kept. */
  readonly folded?: number;
}

export function emptyBook(environment: string): Book {
  return { version: 1, environment, incidents: [], sent: [] };
}

/** What an incident knows of a pipeline; ids of pipelines may be names that every object has. */
export function memberOf({ members }: Pick<Incident, 'members'>, pipeline: string): Member | undefined {
  return Object.hasOwn(members, pipeline) ? members[pipeline] : undefined;
}
