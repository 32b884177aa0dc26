import type { Change } from '../../run/execute.ts';
import type { Plan } from '../../run/plan.ts';
import type { RunState } from '../../run/run-state.ts';
import type { SharedPools } from './shared-pools.ts';
import type { WorldListener } from './world-event.ts';

type Step = Extract<Change, { kind: 'step' }>;

/** Finds out, for each attempt of one run, since when it could have started. */
export class WaitLog {
  readonly #plan: Plan;
  readonly #pools: Pick<SharedPools, 'holdersOf'>;
  readonly #listener: WorldListener;
  /** By task: when its next try was due. */
  readonly #retries = new Map<string, string>();
  /** By pool: who had its slots while some of this run waited. */
  readonly #behind = new Map<string, Set<string>>();

  constructor(plan: Plan, pools: Pick<SharedPools, 'holdersOf'>, listener: WorldListener) {
    this.#plan = plan;
    this.#pools = pools;
    this.#listener = listener;
  }

  note({ event, effects, state }: Step): void {
    for (const effect of effects) {
      if (effect.type === 'wait') this.#retries.set(effect.task, effect.until);
      else if (effect.type === 'need-slots' && effect.wanted > effect.used) this.#look(effect.pool);
      else if (effect.type === 'start' && 'at' in event) this.#noteStart(effect.task, event.at, state);
    }
  }

  #look(pool: string): void {
    const holders = this.#pools.holdersOf(pool, this.#plan.run);
    if (holders.length === 0) return;
    const known = this.#behind.get(pool) ?? new Set();
    for (const each of holders) known.add(each);
    this.#behind.set(pool, known);
  }

  #noteStart(id: string, at: string, state: RunState): void {
    const node = state.nodes.get(state.indexes.get(id) ?? -1);
    const planned = this.#plan.tasks[node.planned];
    const due = this.#retries.get(id) ?? readySince(state, planned?.needs ?? []);
    this.#retries.delete(id);
    if (due >= at) return;
    const pool = planned?.task.pool;
    this.#listener({
      kind: 'waited',
      pipeline: this.#plan.pipeline,
      task: id,
      ...(pool === undefined ? {} : { pool }),
      ms: Date.parse(at) - Date.parse(due),
      behind: pool === undefined ? [] : [...(this.#behind.get(pool) ?? [])],
    });
  }
}

/** Since the last of those that it needs has ended; of a run that goes on, since that. */
function readySince({ nodes, startedAt }: RunState, needs: readonly number[]): string {
  let latest = startedAt;
  for (const need of needs) {
    const ended = nodes.get(need).record.attempts.at(-1)?.finishedAt ?? '';
    if (ended > latest) latest = ended;
  }
  return latest;
}
