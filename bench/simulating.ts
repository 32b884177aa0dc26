import type { Pipeline, Task } from '../src/model/pipeline.ts';
import { defaultSettings } from '../src/model/settings.ts';
import { simulate } from '../src/simulate/simulate.ts';
import { measuredHabit } from '../src/simulate/world/habits.ts';
import { asUsual } from '../src/simulate/world/what-if.ts';
import type { Row } from './table.ts';

const [pipelines, days, from] = [300, 365, Date.parse('2026-01-01T00:00:00Z')] as const;

/** A year of 300 daily pipelines of six tasks, some of whose attempts fail; in this process, once: a run more or less is no matter. */
export function simulatingRows(): readonly Row[] {
  const all = Array.from({ length: pipelines }, (_, index) => pipelineOf(index));
  const habit = { ...measuredHabit([60_000, 80_000, 90_000, 120_000, 300_000]), failureRate: 0.02 };
  const question = {
    ...{ pipelines: all, settings: defaultSettings, environment: 'production', habits: () => habit },
    ...{ knownLateMs: [0, 120_000, 600_000], from, to: from + days * 86_400_000, seed: 0, worlds: 1, whatIf: asUsual },
  };
  const start = process.hrtime.bigint();
  const { simulation } = simulate(question);
  const wallMs = Number(process.hrtime.bigint() - start) / 1e6;
  const { runs } = simulation.perWorld;
  if (runs !== pipelines * days) throw new Error(`${runs} runs in place of ${pipelines * days}`);
  return [{ name: 'simulate: a year of 300 pipelines', wallMs, goals: { wallMs: 30_000 } }];
}

function pipelineOf(index: number): Pipeline {
  const id = `pipeline-${index}`;
  return {
    ...{ id, file: `pipelines/${id}.yml`, tags: [], renamedFrom: [], params: {}, secrets: [], lane: 'default' },
    ...{ catchup: 'all', maxActiveRuns: 1, deadline: { afterMs: 3_600_000 } },
    on: { schedule: [{ cron: `${(index * 7) % 60} ${index % 24} * * *`, timezone: 'Europe/Paris' }], after: [] },
    tasks: Array.from({ length: 6 }, (_, task) => taskOf(task)),
  };
}

function taskOf(index: number): Task {
  return {
    ...{
      id: `task-${index}`,
      needs: index === 0 ? [] : [`task-${(index - 1) >> 1}`],
      run: 'true',
      shell: 'sh',
      env: {},
    },
    ...{ triggerRule: 'all_success', timeoutMs: 3_600_000, continueOnError: false, workingDirectory: '.' },
    retries: { limit: 2, delayMs: 10_000, backoff: 'exponential', maxDelayMs: 300_000, jitter: 'full' },
    artifacts: 'none',
  };
}
