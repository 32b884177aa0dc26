import type { Dice } from './dice.ts';
import type { TeamCode, TeamPipeline } from './team-code.ts';

const actKinds = ['push', 'break', 'revert', 'rename', 'pause', 'unpause', 'cancel', 'retry', 'run'] as const;

export type ActKind = (typeof actKinds)[number];

/** Something that a person does. */
export interface Act {
  readonly id: string;
  readonly kind: ActKind;
  /** Milliseconds after the world began. */
  readonly afterMs: number;
  /** Whose pipeline, by its place among those there are. */
  readonly which: number;
}

/** What people are going to do within a time; a seed has busy teams, and quiet ones. */
export function planActs(dice: Dice, withinMs: number): readonly Act[] {
  const count = dice.isLikely(0.3) ? 0 : dice.between(1, 12);
  return Array.from({ length: count }, (_, index) => ({
    id: `act#${index + 1}`,
    kind: dice.pick(actKinds),
    afterMs: dice.below(withinMs),
    which: dice.below(100),
  }));
}

/** The code after somebody has pushed; the same if there was nothing to push. */
export function pushed(code: TeamCode, { kind, which }: Pick<Act, 'kind' | 'which'>): TeamCode {
  const target = code.pipelines[which % code.pipelines.length];
  if (target === undefined) return code;
  const replaced = (change: Partial<TeamPipeline>): TeamCode => ({
    ...code,
    pipelines: code.pipelines.map((each) => (each === target ? { ...each, ...change } : each)),
  });
  switch (kind) {
    case 'push':
      return replaced({ edition: target.edition + 1 });
    case 'break':
      return replaced({ isBroken: true, edition: target.edition + 1 });
    case 'revert':
      return { ...code, pipelines: code.pipelines.map((each) => ({ ...each, isBroken: false })) };
    case 'rename':
      // One that others wait for keeps its name here: they would have to change with it.
      return target.id === target.family && target.family !== 'alpha'
        ? replaced({ id: `${target.id}-moved`, renamedFrom: target.id })
        : code;
    default:
      return code;
  }
}
