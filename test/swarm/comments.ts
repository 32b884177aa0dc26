import type { Dice } from './dice.ts';

/** What people ask for in comments; `chatter` is none of it. */
const verbs = [
  'retry',
  'cancel',
  'resume',
  'pause',
  'unpause',
  'mark',
  'run',
  'backfill',
  'ack',
  'snooze',
  'rollback',
  'help',
  'nonsense',
  'chatter',
] as const;

export type CommentVerb = (typeof verbs)[number];

/** A comment that somebody is going to write. */
export interface PlannedComment {
  readonly id: string;
  readonly verb: CommentVerb;
  /** Milliseconds after the world began. */
  readonly afterMs: number;
  /** Whose pipeline, by its place among those there are. */
  readonly which: number;
  readonly login: string;
  readonly isBot: boolean;
  /** In the issue of an incident, if one is open; else where people talk. */
  readonly isAtIncident: boolean;
  /** By the id of a run rather than by its pipeline. `unknown`: of one that there is not. */
  readonly target: 'pipeline' | 'run' | 'unknown';
  /** Named tasks of it, for what takes them. */
  readonly isByTask: boolean;
  /** The event says that it was edited: it said something else before. */
  readonly isEdited: boolean;
  /** Somebody else writes the same so many milliseconds later. */
  readonly twinAfterMs?: number;
}

/** Who may write to the repository. */
export const writers: readonly string[] = ['ana', 'ben'];

const often: readonly CommentVerb[] = [
  'retry',
  'retry',
  'cancel',
  'pause',
  'unpause',
  'mark',
  'run',
  'ack',
  'backfill',
];

/** What people are going to write within a time. */
export function planComments(dice: Dice, withinMs: number): readonly PlannedComment[] {
  return Array.from({ length: dice.between(4, 30) }, (_, index) => {
    const isBot = dice.isLikely(0.05);
    const isStranger = dice.isLikely(0.12);
    const twin = dice.isLikely(0.2) ? { twinAfterMs: dice.below(dice.pick([10, 8_000, 60_000])) } : {};
    return {
      id: `say#${index + 1}`,
      verb: dice.isLikely(0.6) ? dice.pick(often) : dice.pick(verbs),
      afterMs: dice.below(withinMs),
      which: dice.below(100),
      login: isStranger ? 'mallory' : dice.pick(writers),
      isBot,
      isAtIncident: dice.isLikely(0.5),
      target: dice.isLikely(0.6) ? 'pipeline' : dice.isLikely(0.9) ? 'run' : 'unknown',
      isByTask: dice.isLikely(0.4),
      isEdited: dice.isLikely(0.05),
      ...twin,
    };
  });
}

/** What there is to be talked about when a comment is written. */
export interface Circumstances {
  readonly pipeline: string;
  readonly task: string;
  /** Absent if it has none like it. */
  readonly run?: string;
  readonly backfill?: string;
  /** Word that is found again in what comes of the comment. */
  readonly tag: string;
}

/** The text of a comment. */
export function bodyOf({ verb, target, isByTask }: PlannedComment, where: Circumstances): string {
  const { pipeline, task, tag } = where;
  const what = target === 'unknown' ? 'r-zzzzzzzz' : target === 'run' ? (where.run ?? pipeline) : pipeline;
  switch (verb) {
    case 'retry':
      return `/segue retry ${what}${isByTask ? ` ${task}` : ''}\n\nas ${tag}`;
    case 'resume':
      return `/segue resume ${what}`;
    case 'cancel':
      return `/segue cancel ${what} ${tag}`;
    case 'mark':
      return `/segue mark ${what} ${task} ${isByTask ? 'skipped' : 'success'} ${tag}`;
    case 'pause':
    case 'unpause':
      return `/segue ${verb} ${pipeline} ${tag}`;
    case 'run':
      return `/segue run ${pipeline}`;
    case 'backfill':
      return `/segue backfill ${where.backfill ?? 'nothing-such'}`;
    case 'ack':
      return '/segue ack';
    case 'snooze':
      return `/segue snooze ${isByTask ? '20m' : '2h'}`;
    case 'rollback':
      return `/segue rollback ${pipeline}`;
    case 'help':
      return '/segue help';
    case 'nonsense':
      return isByTask ? `/segue retyr ${what}` : `/segue cancel ${tag} ${'!'.repeat(8)}`;
    case 'chatter':
      return isByTask ? `> /segue cancel ${what} ${tag}\n\nNo.` : 'Has anybody looked?';
    default:
      return verb satisfies never;
  }
}
