import type { Change } from '../../run/execute.ts';
import type { Plan } from '../../run/plan.ts';
import { nodeById, type RunState } from '../../run/run-state.ts';
import type { SharedPools } from './shared-pools.ts';
import type { WorldListener } from './world-event.ts';

type Step = Extract<Change, { kind: 'step' }>;

/** Finds out, for each attempt of one run, since when it could have started. */
export class WaitLog {
  readonly #plan: Plan;
  readonly #pools: Pick<SharedPools, 'behind'>;
  readonly #since: string;
  readonly #listener: WorldListener;
  /** By task: when its next try was due. */
  readonly #retries = new Map<string, string>();

  /** @param since When somebody began to work on the run, or went on with it. */
  constructor(plan: Plan, since: string, pools: Pick<SharedPools, 'behind'>, listener: WorldListener) {
    this.#since = since;
    this.#plan = plan;
    this.#pools = pools;
    this.#listener = listener;
  }

  note({ event, effects, state }: Step): void {
    for (const effect of effects) {
      if (effect.type === 'wait') this.#retries.set(effect.task, effect.until);
      else if (effect.type === 'start' && 'at' in event) this.#noteStart(effect.task, event.at, state);
    }
  }

  #noteStart(id: string, at: string, state: RunState): void {
    const node = nodeById(state, id);
    const planned = this.#plan.tasks[node.planned];
    const due = this.#retries.get(id) ?? readySince(state, planned?.needs ?? [], this.#since);
    this.#retries.delete(id);
    if (due >= at) return;
    const pool = planned?.task.pool;
    const { backfill } = this.#plan.trigger;
    this.#listener({
      kind: 'waited',
      pipeline: this.#plan.pipeline,
      ...(backfill === undefined ? {} : { backfill }),
      task: id,
      ...(pool === undefined ? {} : { pool }),
      ms: Date.parse(at) - Date.parse(due),
      behind: pool === undefined ? [] : this.#pools.behind(this.#plan.run, pool),
    });
  }
}

/** Since the last of those that it needs has ended. */
function readySince({ nodes }: RunState, needs: readonly number[], since: string): string {
  let latest = since;
  for (const need of needs) {
    const ended = nodes.get(need).record.attempts.at(-1)?.finishedAt ?? '';
    if (ended > latest) latest = ended;
  }
  return latest;
}
