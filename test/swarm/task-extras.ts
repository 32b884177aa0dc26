import type { Concern } from './concerns.ts';
import type { Dice } from './dice.ts';
import type { TeamCode, TeamPipeline } from './team-code.ts';

/** What a task says beside what it needs. */
export interface TaskExtras {
  readonly pool?: string;
  readonly rule?: string;
  /** It runs only if the first task that it needs says so. */
  readonly isConditional?: true;
  /** Once for each item of the list that the first task it needs gives. */
  readonly isForEach?: true;
  readonly isTolerated?: true;
  readonly timeout?: string;
}

/** The pool that all share. */
export const sharedPool = 'crm';

const branchy: readonly TeamPipeline['tasks'][] = [
  { list: [], each: ['list'], check: ['list', 'each'], mend: ['check'], done: ['check', 'mend'] },
  { list: [], left: ['list'], right: ['list'], join: ['left', 'right'], alarm: ['left', 'right'] },
];

/** All but `all_skipped`: where it can never hold its file would be refused. */
const rules = [
  'all_success',
  'all_done',
  'none_failed',
  'none_failed_min_one_success',
  'all_failed',
  'all_done',
  'none_skipped',
  'all_done_min_one_success',
  'one_success',
  'one_failed',
  'one_done',
  'always',
] as const;

/** The team's pipelines with what the concerns of their world add; those that are absent leave them as they are. */
export function withExtras(team: TeamCode, concerns: ReadonlySet<Concern>, dice: Dice): TeamCode {
  let code = team;
  if (concerns.has('branches')) code = mapped(code, dice.fork('branches'), branching);
  if (concerns.has('pools')) {
    const own = dice.fork('pools');
    code = { ...mapped(code, own, pooled), pools: { [sharedPool]: own.between(1, 3) } };
  }
  return code;
}

function mapped(code: TeamCode, dice: Dice, change: (pipeline: TeamPipeline, dice: Dice) => TeamPipeline): TeamCode {
  return { ...code, pipelines: code.pipelines.map((each) => change(each, dice.fork(each.family))) };
}

function branching(pipeline: TeamPipeline, dice: Dice): TeamPipeline {
  const tasks = dice.pick(branchy);
  const extras = Object.entries(tasks).map(([id, needs]) => [id, extrasOf(needs, dice.fork(id))] as const);
  return { ...pipeline, tasks, extras: Object.fromEntries(extras) };
}

function extrasOf(needs: readonly string[], dice: Dice): TaskExtras {
  const timeout = dice.isLikely(0.3) ? { timeout: '60s' } : {};
  const always = { ...timeout, ...(dice.isLikely(0.2) ? ({ isTolerated: true } as const) : {}) };
  if (needs.length === 0) return always;
  const isAfterList = needs[0] === 'list';
  if (isAfterList && needs.length === 1 && dice.isLikely(0.5)) return { ...always, isForEach: true };
  const condition = isAfterList && dice.isLikely(0.4) ? ({ isConditional: true } as const) : {};
  return { ...always, ...condition, ...(dice.isLikely(0.6) ? { rule: dice.pick(rules) } : {}) };
}

function pooled(pipeline: TeamPipeline, dice: Dice): TeamPipeline {
  const extras = Object.keys(pipeline.tasks).map((id) => {
    const pool = dice.fork(id).isLikely(0.6) ? { pool: sharedPool } : {};
    return [id, { ...pipeline.extras?.[id], ...pool }] as const;
  });
  return { ...pipeline, extras: Object.fromEntries(extras) };
}

/** As the file says it: behind the other keys of the task, each with a comma before it. */
export function textOfExtras(extras: TaskExtras, needs: readonly string[]): string {
  const first = needs[0] ?? '';
  return [
    ...(extras.pool === undefined ? [] : [`pool: ${extras.pool}`]),
    ...(extras.rule === undefined ? [] : [`trigger-rule: ${extras.rule}`]),
    ...(extras.isConditional ? [`if: "needs.${first}.outputs.go == 'yes'"`] : []),
    ...(extras.isForEach ? [`foreach: "fromJSON(needs.${first}.outputs.items)"`] : []),
    ...(extras.isTolerated ? ['continue-on-error: true'] : []),
  ]
    .map((each) => `, ${each}`)
    .join('');
}
