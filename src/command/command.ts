/** What a comment asks for. Names have the form of ids; whether there is such a thing is found out by whoever carries it out. */
export type Command =
  | { readonly kind: 'help' }
  /** A new run; `params` as they were typed, by name. */
  | {
      readonly kind: 'run';
      readonly pipeline: string;
      readonly params: Readonly<Record<string, string>>;
      readonly interval?: string;
    }
  /** Goes on with what was interrupted. */
  | { readonly kind: 'resume'; readonly target: string }
  /** Begins what is left of a backfill that was merged. */
  | { readonly kind: 'backfill'; readonly backfill: string }
  /** `to`: a commit or a tag; absent: as before its newest change, or before the commit that an incident suspects. */
  | { readonly kind: 'rollback'; readonly pipeline: string; readonly to?: string }
  /** At a pull request: judges it anew. */
  | { readonly kind: 'plan' }
  /** What did not succeed of the run, or these tasks of it. */
  | { readonly kind: 'retry'; readonly targets: readonly string[]; readonly tasks: readonly string[] }
  | {
      readonly kind: 'mark';
      readonly target: string;
      readonly task: string;
      readonly state: 'success' | 'skipped';
      readonly reason: string;
    }
  | { readonly kind: 'cancel'; readonly target: string; readonly reason?: string }
  | { readonly kind: 'pause'; readonly pipeline: string; readonly reason?: string }
  | { readonly kind: 'ack' }
  | { readonly kind: 'snooze'; readonly ms: number }
  | { readonly kind: 'unpause'; readonly pipeline: string; readonly reason?: string }
  /** At a pull request. Whether the first word is one of its pipelines or begins the reason is known there: see `readApproval`. */
  | { readonly kind: 'approve'; readonly code: string; readonly words: readonly string[] };

/** What an issue is about, if it is an incident's: what need not be said there. */
export interface Subject {
  readonly incident: string;
  /** Of each pipeline that it hits now the newest run that failed. */
  readonly runs: readonly string[];
  readonly pipelines: readonly string[];
  /** The commit that is the likeliest to have caused it. */
  readonly suspect?: { readonly commit: string; readonly title: string; readonly number?: number };
  /** Whether a word names a run or a pipeline: else it is something else, and what it is for goes without saying. */
  isTarget(word: string): boolean;
}

/** `none`: it is no command. `wrong`: it means to be one; texts hold words of the comment. */
export type ParsedComment =
  | { readonly kind: 'none' }
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'wrong'; readonly message: string; readonly help: string };

export type Verb = Command['kind'];

export interface VerbPage {
  readonly verb: Verb;
  /** As it is typed. */
  readonly usage: string;
  readonly does: string;
}

/** In the order of the help. */
export const verbPages: readonly VerbPage[] = [
  {
    verb: 'run',
    usage: '/segue run <pipeline> [--param name=value]… [--interval <day>]',
    does: 'starts a run, with the code of the default branch',
  },
  {
    verb: 'retry',
    usage: '/segue retry <run|pipeline> [task…]',
    does: 'runs what did not succeed again, or these tasks and all that follows from them, with the newest code',
  },
  {
    verb: 'resume',
    usage: '/segue resume <run|pipeline>',
    does: 'goes on with a run that was interrupted, where it broke off',
  },
  {
    verb: 'backfill',
    usage: '/segue backfill <id>',
    does: 'begins what is left of a merged backfill now, rather than at the next wake-up',
  },
  {
    verb: 'rollback',
    usage: '/segue rollback <pipeline> [to <commit|tag>]',
    does: 'opens a pull request that brings the pipeline back as it was: before its newest change, or then',
  },
  {
    verb: 'mark',
    usage: '/segue mark <run|pipeline> <task> success|skipped <why>',
    does: 'says that a task was mended by hand; the next retry takes it as done',
  },
  { verb: 'cancel', usage: '/segue cancel <run|pipeline> [why]', does: 'ends a run that goes on' },
  { verb: 'ack', usage: '/segue ack', does: 'you are on it: nobody else is told (in the issue of an incident)' },
  { verb: 'snooze', usage: '/segue snooze <4h>', does: 'quiet for as long (in the issue of an incident)' },
  { verb: 'pause', usage: '/segue pause <pipeline> [why]', does: 'nothing of the pipeline starts by itself any more' },
  { verb: 'unpause', usage: '/segue unpause <pipeline> [why]', does: 'takes that back' },
  { verb: 'plan', usage: '/segue plan', does: 'judges a pull request anew (at that pull request)' },
  {
    verb: 'approve',
    usage: '/segue approve <code> [pipeline] <why>',
    does: 'says that a finding may stand, until the next push (at a pull request, by an owner)',
  },
  { verb: 'help', usage: '/segue help', does: 'shows this' },
];
