import { createHash } from 'node:crypto';
import type { Task } from '../src/model/pipeline.ts';
import { plan } from '../src/run/plan.ts';
import { type BenchGraph, chain, layered, wide } from './graphs.ts';
import { median } from './statistics.ts';
import type { Row } from './table.ts';

const size = 50_000;
const shapes: Readonly<Record<string, BenchGraph>> = {
  wide: wide(size),
  chain: chain(size),
  layered: layered(size, { width: 500, needs: 3, seed: 1 }),
};

/** Plans of 50,000 tasks, in this process. */
export function planningRows(rounds: number): readonly Row[] {
  return Object.entries(shapes).map(([shape, graph]) => {
    const tasks = graph.map(taskOf);
    const times = Array.from({ length: rounds }, () => timeOf(() => planOf(tasks)));
    return { name: `plan: ${shape}, 50,000 tasks`, wallMs: median(times), goals: { wallMs: 1_000 } };
  });
}

function timeOf(work: () => unknown): number {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e6;
}

function planOf(tasks: readonly Task[]) {
  const at = '2026-01-01T00:00:00.000Z';
  return plan({
    run: 'r-bench000',
    pipeline: {
      ...{
        id: 'bench',
        file: 'pipelines/bench.yml',
        tags: [],
        renamedFrom: [],
        on: { schedule: [], after: [] },
        catchup: 'latest',
        params: {},
      },
      ...{ maxActiveRuns: 1, secrets: [], lane: 'default', tasks },
    },
    ...{ environment: 'local', commit: '0'.repeat(40), host: 'bench', trigger: { kind: 'manual', by: 'bench' } },
    ...{ generation: 0, params: {}, vars: {}, limits: { jobs: 2, pools: {}, failFast: false }, createdAt: at },
    digest: (text) => createHash('sha256').update(text).digest('hex'),
  });
}

function taskOf({ id, needs }: BenchGraph[number]): Task {
  return {
    ...{ id, needs, run: 'true', shell: 'sh', env: {}, triggerRule: 'all_success', timeoutMs: 3_600_000 },
    retries: { limit: 0, delayMs: 10_000, backoff: 'exponential', maxDelayMs: 300_000, jitter: 'full' },
    ...{ continueOnError: false, workingDirectory: '.', artifacts: 'none' },
  };
}
