import type { Problem } from '../../diagnostic/problem.ts';
import type { Instant, RunDocument } from '../../run/document.ts';
import type { ProgressEvent } from '../../run/progress.ts';
import type { Note, Recovery, Start, Wait } from '../../tick/step.ts';

/** What a tick tells, as it happens. */
export type TickEvent =
  | { readonly event: 'tick-started'; readonly at: Instant; readonly commit: string; readonly pipelines: number }
  | { readonly event: 'claimed'; readonly pipeline: string; readonly run: string; readonly start: Start }
  /** Another process has claimed it, between our look and our claim. */
  | { readonly event: 'lost-race'; readonly pipeline: string; readonly start: Start }
  | { readonly event: 'noted'; readonly pipeline: string; readonly note: Note }
  /** Somebody else had a run; `kind` says whether it goes on here. */
  | ({ readonly event: 'taking-over'; readonly pipeline: string } & Recovery)
  | { readonly event: 'ended'; readonly pipeline: string; readonly document: RunDocument }
  /** Something that should start cannot. */
  | { readonly event: 'refused'; readonly pipeline: string; readonly problem: Problem }
  | { readonly event: 'broken'; readonly pipeline: string; readonly problem: Problem }
  /** It has state, and no file any more. */
  | { readonly event: 'gone'; readonly pipeline: string }
  | { readonly event: 'waits'; readonly pipeline: string; readonly why: Wait }
  /** The default branch has moved on: nothing more is taken up at this commit. */
  | { readonly event: 'outrun'; readonly head: string }
  /** The default branch has moved on, and so has the tick. */
  | { readonly event: 'renewed'; readonly commit: string; readonly pipelines: number }
  | { readonly event: 'run'; readonly pipeline: string; readonly progress: ProgressEvent };

export type TickListener = (event: TickEvent) => void;
