import { nextFire } from '../../schedule/fires.ts';
import { nextStep, recoveryStep } from '../../tick/next-step.ts';
import type { Step } from '../../tick/step.ts';
import type { Office } from '../office.ts';
import type { Code } from './code.ts';
import { holdersOf, outlookOf } from './outlook.ts';

/** Something that a job would do if it began now. */
export interface DueWork {
  /** The same for the same step of the same pipeline, whoever looks. */
  readonly key: string;
  /** Since when it is due, in milliseconds since the epoch; of what has no time of its own, when it was looked at. */
  readonly since: number;
}

export interface UnsureRun {
  readonly run: string;
  readonly lease: string;
}

export interface DueNow {
  readonly work: readonly DueWork[];
  /** Runs are claimed, whose holders may die. */
  readonly isRunning: boolean;
  /** Those of them of whose holders it is not known whether they live. */
  readonly unsure: readonly UnsureRun[];
  /** When the schedule, or a run that was handed over, makes something due; absent if nothing of them ever does. */
  readonly nextAt?: number;
}

/** What is due, for who wakes others and does nothing of it: who may have died is not work for a job before it is certain. Reads only. */
export async function dueNow(office: Office, code: Code): Promise<DueNow> {
  const now = office.clock.now();
  const work: DueWork[] = [];
  const times: number[] = [];
  const unsure: UnsureRun[] = [];
  let isRunning = false;
  for (const { pipeline } of code.pipelines.values()) {
    const outlook = await outlookOf(office, pipeline, code);
    const { active } = outlook.state;
    for (const { run, lease } of active) {
      if (lease !== undefined && outlook.holders[run] === 'unknown') unsure.push({ run, lease });
    }
    isRunning ||= active.length > 0;
    times.push(...active.flatMap(({ resumesAt }) => (resumesAt === undefined ? [] : [Date.parse(resumesAt)])));
    const next = nextFire(pipeline.on.schedule, now);
    if (next !== undefined) times.push(next);
    const step = nextStep(outlook);
    if (step.kind !== 'wait') work.push({ key: `${pipeline.id} ${keyOf(step)}`, since: sinceOf(step, now) });
  }
  work.push(...(await lostWork(office, code)));
  const later = times.filter((at) => at > now);
  return { work, isRunning, unsure, ...(later.length === 0 ? {} : { nextAt: Math.min(...later) }) };
}

/** Of pipelines that have no file any more. */
async function lostWork(office: Office, code: Code): Promise<readonly DueWork[]> {
  const { state, environment, clock } = office;
  const work: DueWork[] = [];
  for (const id of await state.pipelines(environment, code.pipelines.keys())) {
    if (code.pipelines.has(id)) continue;
    const known = await state.state(environment, id);
    if (known.paused !== undefined || known.active.length === 0) continue;
    const step = recoveryStep({ state: known, holders: await holdersOf(office, known), now: clock.now() });
    if (step !== undefined) work.push({ key: `${id} ${keyOf(step)}`, since: clock.now() });
  }
  return work;
}

type Work = Exclude<Step, { kind: 'wait' }>;

function keyOf(step: Work): string {
  switch (step.kind) {
    case 'start': {
      const { cause, interval, generation } = step.start;
      return JSON.stringify([cause.kind, cause, interval ?? '', generation]);
    }
    case 'note':
      return JSON.stringify(['note', step.note]);
    case 'take-over':
    case 'give-up':
      return JSON.stringify([step.kind, step.run, step.takeovers]);
    default:
      return step satisfies never;
  }
}

function sinceOf(step: Work, now: number): number {
  const due = step.kind === 'start' && step.start.cause.kind === 'schedule' ? step.start.interval?.end : undefined;
  return due === undefined ? now : Date.parse(due);
}
