import type { TeamPipeline } from '../team-code.ts';
import { eager } from './rules.ts';

/** A task that is about to begin. */
export interface Beginning {
  readonly run: string;
  /** As its success is stored: an instance under its own name. */
  readonly task: string;
  /** What its instances are named after; its own name otherwise. */
  readonly plain: string;
  /** The run's pipeline at the commit that the task runs at. */
  readonly pipeline: Pick<TeamPipeline, 'tasks' | 'extras'>;
  /** As its machine's journal has it. */
  readonly stateOf: (task: string) => string;
}

/**
 * A success that is stored is final, unless something that it builds on is run again: it may start once that has begun since. An eager
 * one may come first, while that has failed or is still to begin.
 */
export class AgainJudge {
  #step = 0;
  /** By run and task: when it began last, and since when its success is stored. */
  readonly #begun = new Map<string, number>();
  readonly #stored = new Map<string, number>();

  started(run: string, plain: string): void {
    this.#begun.set(`${run}/${plain}`, ++this.#step);
  }

  /** @param isNew False if what was stored of the run before says so, too. */
  stored(run: string, task: string, isNew: boolean): void {
    if (isNew) this.#stored.set(`${run}/${task}`, ++this.#step);
  }

  mayStart({ run, task, plain, pipeline, stateOf }: Beginning): boolean {
    const since = this.#stored.get(`${run}/${task}`);
    if (since === undefined) return true;
    const above = [...ancestors(pipeline.tasks, plain)];
    if (above.some((each) => (this.#begun.get(`${run}/${each}`) ?? 0) > since)) return true;
    return eager.has(pipeline.extras?.[plain]?.rule ?? '') && above.some((each) => !settled.has(stateOf(each)));
  }
}

const settled: ReadonlySet<string> = new Set(['success', 'skipped', 'excluded']);

function ancestors(needs: TeamPipeline['tasks'], task: string): ReadonlySet<string> {
  const found = new Set<string>();
  const left = [...(needs[task] ?? [])];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    left.push(...(needs[next] ?? []));
  }
  return found;
}
