import type { MemberFacts } from '../../src/incident/incident.ts';
import type { EndedRun, Observation } from '../../src/incident/observation.ts';
import type { Attempt, RunDocument, TaskRecord } from '../../src/run/document.ts';

const monday = Date.parse('2026-03-02T00:00:00.000Z');

/** An instant of a week that begins on a Monday: `on(1, '05:10')` is Monday, ten past five, in UTC. */
export function on(day: number, time: string): string {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return new Date(monday + (day - 1) * 86_400_000 + hours * 3_600_000 + minutes * 60_000).toISOString();
}

/** Task by task: the last line of its log if it failed, else its state. */
export type Ends = Readonly<Record<string, 'success' | 'upstream_failed' | { readonly says: string }>>;

export interface RunOf {
  readonly pipeline?: string;
  readonly run?: string;
  readonly at: string;
  readonly tasks: Ends;
  readonly facts?: Partial<MemberFacts>;
  readonly more?: Partial<RunDocument>;
  readonly backfill?: string;
}

export function ended({ pipeline = 'daily', at, run, tasks, facts = {}, more = {}, backfill }: RunOf): EndedRun {
  const records = Object.entries(tasks).map(([id, end]) => [id, recordOf(end, at)] as const);
  const state = records.some(([, record]) => record.state === 'failed') ? 'failed' : 'success';
  const document: RunDocument = {
    version: 1,
    run: run ?? `r-${pipeline.replace(/\W/g, '')}${Date.parse(at) / 60_000}`,
    pipeline,
    file: `pipelines/${pipeline}.yml`,
    environment: 'production',
    state,
    commit: 'c'.repeat(40),
    trigger: backfill === undefined ? { kind: 'schedule', by: 'tick' } : { kind: 'backfill', by: 'tick', backfill },
    interval: { start: at, end: at },
    generation: 0,
    params: {},
    createdAt: at,
    startedAt: at,
    finishedAt: at,
    actions: [],
    ...more,
    tasks: Object.fromEntries(records),
  };
  return { kind: 'run-ended', run: document, facts: factsOf(pipeline, facts) };
}

export function failed(pipeline: string, at: string, says: string, facts: Partial<MemberFacts> = {}): EndedRun {
  return ended({ pipeline, at, tasks: { load: { says } }, facts });
}

export function green(pipeline: string, at: string): EndedRun {
  return ended({ pipeline, at, tasks: { load: 'success' } });
}

export function missed(pipeline: string, deadline: string, facts: Partial<MemberFacts> = {}): Observation {
  return { kind: 'deadline-missed', pipeline, deadline, facts: factsOf(pipeline, facts) };
}

export function factsOf(pipeline: string, facts: Partial<MemberFacts> = {}): MemberFacts {
  return { file: `pipelines/${pipeline}.yml`, tags: [], waiting: [], ...facts };
}

function recordOf(end: Ends[string], at: string): TaskRecord {
  if (typeof end === 'string') return { state: end, definition: 'd', attempts: [] };
  const attempt: Attempt = {
    number: 1,
    state: 'failed',
    startedAt: at,
    finishedAt: at,
    outcome: { kind: 'exit', code: 1 },
    commit: 'c'.repeat(40),
    log: { bytes: 1, dropped: 0, tail: end.says === '' ? [] : [end.says] },
  };
  return { state: 'failed', definition: 'd', attempts: [attempt] };
}
