import type { Pipeline } from '../../model/pipeline.ts';
import type { Settings } from '../../model/settings.ts';
import { textHash } from '../../model/text-hash.ts';
import type { Instant } from '../../run/document.ts';
import type { JobTime } from '../../run/job-time.ts';
import { type Limits, type Plan, plan } from '../../run/plan.ts';
import { newestCompleteInterval } from '../../schedule/interval.ts';
import { deadlineOfRun, triggerOf } from '../../tick/run-facts.ts';
import type { Start } from '../../tick/step.ts';
import type { Script } from '../scripted-runner.ts';
import { attemptScript, type Luck } from './attempts.ts';
import { runName } from './chance.ts';
import type { AskedRun } from './intents.ts';
import { playedCommit } from './ledger.ts';

export interface RunPlansOptions {
  readonly settings: Settings;
  readonly environment: string;
  /** Tasks of one run at once. */
  readonly jobs: number;
  readonly luck: Luck;
}

interface Known {
  readonly plan: Plan;
  readonly script: Script;
}

/** Plans runs as the tick does. What is the same for all runs of a pipeline is worked out once. */
export class RunPlans {
  readonly #options: RunPlansOptions;
  readonly #known = new WeakMap<Pipeline, Known>();
  readonly #limits: Limits;

  constructor(options: RunPlansOptions) {
    this.#options = options;
    this.#limits = limitsOf(options.settings, options.jobs);
  }

  /** A run that begins. `at`: now. */
  begin(pipeline: Pipeline, start: Start, time: JobTime, wokenAt: Instant, at: Instant): Plan {
    const { cause, interval, generation } = start;
    const what = interval?.end ?? JSON.stringify(cause);
    const template = this.#of(pipeline).plan;
    return {
      ...template,
      run: this.#name(pipeline, `${nameOf(start)} ${what} ${generation}`),
      trigger: triggerOf(start, 'simulation', wokenAt),
      ...(interval === undefined ? {} : { interval }),
      generation,
      limits: { ...this.#limits, time },
      createdAt: at,
      ...deadlineOfRun(pipeline, start, at),
      ...(cause.kind === 'backfill' ? { params: { ...template.params, ...cause.params } } : {}),
    };
  }

  /** A run that somebody starts: of the newest complete interval, and without a deadline, as by hand. */
  asked(pipeline: Pipeline, { params, at: asked }: AskedRun, time: JobTime, at: Instant): Plan {
    const interval = newestCompleteInterval(pipeline.on.schedule, Date.parse(at));
    return {
      ...this.#of(pipeline).plan,
      run: this.#name(pipeline, `by hand ${asked}`),
      trigger: { kind: 'manual', by: 'simulation' },
      ...(interval === undefined ? {} : { interval }),
      params,
      limits: { ...this.#limits, time },
      createdAt: at,
    };
  }

  /** The same run, that another job goes on with. */
  again(before: Plan, time: JobTime, host: string, continued: number): Plan {
    return { ...before, host, limits: { ...this.#limits, time }, continued };
  }

  script(pipeline: Pipeline): Script {
    return this.#of(pipeline).script;
  }

  #name({ id }: Pipeline, what: string): string {
    const { chance, luckOf } = this.#options.luck;
    return runName(chance, `${luckOf?.get(id) ?? id} ${what}`);
  }

  #of(pipeline: Pipeline): Known {
    const known = this.#known.get(pipeline) ?? this.#work(pipeline);
    this.#known.set(pipeline, known);
    return known;
  }

  #work(pipeline: Pipeline): Known {
    const { settings, environment, luck } = this.#options;
    const known = pipeline.tasks.flatMap(({ id }) => {
      const habit = luck.habits(pipeline.id, id);
      return habit === undefined ? [] : [{ id, ...habit }];
    });
    const template = plan({
      run: '',
      pipeline,
      environment,
      commit: playedCommit,
      host: '',
      trigger: { kind: 'schedule', by: '' },
      generation: 0,
      params: Object.fromEntries(
        Object.entries(pipeline.params).map(([name, { default: value = '' }]) => [name, value]),
      ),
      vars: settings.environments[environment]?.vars ?? {},
      limits: this.#limits,
      expectedMs: Object.fromEntries(known.map(({ id, medianMs }) => [id, Math.max(1, medianMs)])),
      longestMs: Object.fromEntries(known.map(({ id, p95Ms }) => [id, p95Ms])),
      createdAt: '',
      digest: (text) => textHash(text).toString(16),
    });
    return { plan: template, script: attemptScript(pipeline, luck) };
  }
}

function limitsOf({ pools }: Settings, jobs: number): Limits {
  const all = Object.entries(pools);
  const shared = all.filter(([, { scope }]) => scope === 'repository').map(([name]) => name);
  return {
    jobs,
    pools: Object.fromEntries(all.map(([name, { slots }]) => [name, slots])),
    ...(shared.length === 0 ? {} : { sharedPools: shared }),
    failFast: false,
  };
}

/** Two backfills may begin the same interval. */
function nameOf({ cause }: Start): string {
  return cause.kind === 'backfill' ? `${cause.kind} ${cause.id}` : cause.kind;
}
