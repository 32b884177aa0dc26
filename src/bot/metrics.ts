import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { eventTable } from './events.ts';
import type { JobKind } from './job.ts';
import type { Received } from './receiver.ts';
import type { LimitSeen } from './watched-fetch.ts';

/** What the queue holds when it is asked. */
export interface Load {
  readonly waiting: number;
  readonly running: number;
}

/** A review is seconds; what takes longer waits for GitHub. */
const buckets = [0.25, 0.5, 1, 2, 3, 5, 8, 13, 30, 60, 120, 300];
const known: ReadonlySet<string> = new Set(eventTable.map(({ event }) => event));

/** What Prometheus is told. Labels are few and never a stranger's words. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #webhooks = this.#counter('segue_webhooks_total', 'Webhooks by event and what became of them', [
    'event',
    'outcome',
  ]);
  readonly #jobs = this.#counter('segue_jobs_total', 'Jobs by kind and how they ended, each try', ['kind', 'outcome']);
  readonly #seconds = new Histogram({
    name: 'segue_job_seconds',
    help: 'How long jobs take by kind, without their waiting in the queue',
    labelNames: ['kind'],
    buckets,
    registers: [this.#registry],
  });
  readonly #untilCheck = new Histogram({
    name: 'segue_review_seconds',
    help: 'From the webhook, or the reconciler, to the end of the review',
    buckets,
    registers: [this.#registry],
  });
  readonly #left = new Gauge({
    name: 'segue_github_requests_left',
    help: 'What GitHub last said is left of its limit',
    labelNames: ['installation', 'resource'],
    registers: [this.#registry],
  });
  readonly #looked = new Gauge({
    name: 'segue_last_look_timestamp_seconds',
    help: 'When the reconciler last saw everything that it wanted to see',
    registers: [this.#registry],
  });
  readonly #healed = this.#counter(
    'segue_reconciled_total',
    'Pull requests that the reconciler put into the queue',
    [],
  );
  readonly #found = this.#counter(
    'segue_webhooks_found_total',
    'Webhooks that were found in GitHub’s list of what it has sent, since nobody had heard them',
    [],
  );

  constructor(load: () => Load) {
    const registers = [this.#registry];
    const gauge = (name: string, help: string, value: () => number) =>
      new Gauge({ name, help, registers, collect: gaugeOf(value) });
    gauge('segue_jobs_waiting', 'Jobs in the queue', () => load().waiting);
    gauge('segue_jobs_running', 'Jobs that are being done', () => load().running);
    collectDefaultMetrics({ register: this.#registry });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** In Prometheus' text format. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  /** `rejected`: not signed by GitHub, or no webhook. */
  webhook(event: string, outcome: Received | 'rejected'): void {
    this.#webhooks.inc({ event: known.has(event) ? event : 'other', outcome });
  }

  job(kind: JobKind, outcome: string, ms: number): void {
    this.#jobs.inc({ kind, outcome });
    this.#seconds.observe({ kind }, ms / 1_000);
  }

  reviewed(ms: number): void {
    this.#untilCheck.observe(ms / 1_000);
  }

  limit(installation: number, { resource, left }: LimitSeen): void {
    this.#left.set({ installation, resource }, left);
  }

  found(webhooks: number): void {
    this.#found.inc(webhooks);
  }

  looked(now: number, queued: number): void {
    this.#looked.set(now / 1_000);
    this.#healed.inc(queued);
  }

  #counter(name: string, help: string, labelNames: readonly string[]): Counter {
    return new Counter({ name, help, labelNames: [...labelNames], registers: [this.#registry] });
  }
}

function gaugeOf(value: () => number): (this: { set(value: number): void }) => void {
  return function collect() {
    this.set(value());
  };
}
