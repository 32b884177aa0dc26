/** What a comment asks for. Names have the form of ids; whether there is such a thing is found out by whoever carries it out. */
export type Command =
  | { readonly kind: 'help' }
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
    verb: 'retry',
    usage: '/segue retry <run|pipeline> [task…]',
    does: 'runs what did not succeed again, or these tasks and all that follows from them, with the newest code',
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
  {
    verb: 'approve',
    usage: '/segue approve <code> [pipeline] <why>',
    does: 'says that a finding may stand, until the next push (at a pull request, by an owner)',
  },
  { verb: 'help', usage: '/segue help', does: 'shows this' },
];
