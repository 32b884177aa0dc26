import type { Pipeline } from '../model/pipeline.ts';
import { type TestCase, type TestTrigger, testDefaults, triggerOf } from '../model/pipeline-test.ts';
import type { Settings } from '../model/settings.ts';
import { textHash } from '../model/text-hash.ts';
import type { Interval, Trigger } from '../run/document.ts';
import { type Limits, type Plan, plan } from '../run/plan.ts';
import { unreachable } from '../run/states.ts';
import { deadlineAt } from '../schedule/deadline.ts';
import { newestCompleteInterval } from '../schedule/interval.ts';
import { intervalOf } from '../schedule/interval-text.ts';
import { readMoment } from '../schedule/moment.ts';

/** Decides the run of a case, as it would be decided live. Pipeline and case must be valid, and about each other. */
export function planCase(pipeline: Pipeline, settings: Settings, each: TestCase): Plan {
  const { environment, seed } = each;
  const kind = triggerOf(each, pipeline);
  const given = givenInterval(pipeline, each);
  const createdAt = new Date(startOf(pipeline, each, given)).toISOString();
  const interval = given ?? (kind === 'manual' ? newestInterval(pipeline, createdAt) : undefined);
  const defaults = Object.entries(pipeline.params).flatMap(([name, { default: value }]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return plan({
    run: `r-${hashText(`${pipeline.id}/${seed}`)}`,
    pipeline,
    environment,
    commit: '0'.repeat(40),
    host: 'test',
    trigger: triggerFor(kind, createdAt),
    ...(interval === undefined ? {} : { interval }),
    generation: 0,
    params: { ...Object.fromEntries(defaults), ...each.params },
    vars: { ...settings.environments[environment]?.vars, ...each.vars },
    limits: limitsFor(settings, each),
    createdAt,
    ...deadlineFor(pipeline, kind, interval?.end ?? createdAt),
    digest: hashText,
  });
}

/** Of a time that a test writes, in milliseconds since the epoch; a day begins in the timezone of the first cron. */
export function instantOf({ on }: Pick<Pipeline, 'on'>, text: string): number {
  const moment = readMoment(text, on.schedule[0]?.timezone ?? 'UTC');
  if (moment === undefined) throw new Error(`${text} is no time`);
  return moment.at;
}

function givenInterval({ on }: Pipeline, { interval }: TestCase): Interval | undefined {
  if (interval === undefined) return undefined;
  const parsed = intervalOf(on.schedule, interval);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.interval;
}

function newestInterval({ on }: Pipeline, createdAt: string): Interval | undefined {
  return newestCompleteInterval(on.schedule, Date.parse(createdAt));
}

function startOf(pipeline: Pipeline, { at }: TestCase, interval: Interval | undefined): number {
  if (at !== undefined) return instantOf(pipeline, at);
  return interval === undefined ? instantOf(pipeline, testDefaults.at) : Date.parse(interval.end);
}

function triggerFor(kind: TestTrigger, wokenAt: string): Trigger {
  switch (kind) {
    case 'schedule':
      return { kind, by: 'test', wokenAt };
    case 'manual':
    case 'event':
    case 'backfill':
      return { kind, by: 'test' };
    default:
      return unreachable(kind);
  }
}

/** What nobody asked for by hand was due at the end of its interval, else when it was started. */
function deadlineFor({ deadline }: Pipeline, kind: TestTrigger, due: string): { readonly deadlineAt?: string } {
  const hasOne = deadline !== undefined && (kind === 'schedule' || kind === 'event');
  return hasOne ? { deadlineAt: deadlineAt(deadline, due) } : {};
}

/** Pools are this run's alone: in a test nobody else is there. */
function limitsFor({ pools }: Settings, { jobs, failFast }: TestCase): Limits {
  const slots = Object.entries(pools).map(([name, pool]) => [name, pool.slots] as const);
  return { jobs, failFast, pools: Object.fromEntries(slots) };
}

function hashText(text: string): string {
  return textHash(text).toString(36).padStart(8, '0');
}
