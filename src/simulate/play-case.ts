import type { Pipeline } from '../model/pipeline.ts';
import { type TestAnswer, type TestCase, taskOfInstance } from '../model/pipeline-test.ts';
import type { Settings } from '../model/settings.ts';
import type { Outcome } from '../run/document.ts';
import type { Plan } from '../run/plan.ts';
import type { AttemptSpec } from '../run/ports.ts';
import { unreachable } from '../run/states.ts';
import { planCase } from './plan-case.ts';
import type { Answer } from './scripted-runner.ts';
import { type SimulatedRun, simulateRun } from './simulate-run.ts';
import type { Effort } from './world/effort.ts';

/** A case, after its run. */
export interface PlayedCase extends SimulatedRun {
  readonly plan: Plan;
  /** Tasks that started, and for which the case has no answer; by their first start. */
  readonly unanswered: readonly string[];
}

/**
 * Plays the run of a case to its end. Pipeline and case must be valid, and about each other.
 *
 * @throws {EffortSpent} as `simulateRun` does.
 */
export function playCase(pipeline: Pipeline, settings: Settings, each: TestCase, effort?: Effort): PlayedCase {
  const plan = planCase(pipeline, settings, each);
  const unanswered = new Set<string>();
  const script = ({ task, attempt }: AttemptSpec): Answer => {
    const whole = taskOfInstance(task);
    const answers = answersFor(each, task) ?? answersFor(each, whole);
    if (answers === undefined) unanswered.add(whole);
    const answer = answers?.[attempt - 1] ?? answers?.at(-1);
    return answer === undefined ? silent : toAnswer(answer);
  };
  return { ...simulateRun(plan, script, effort), plan, unanswered: [...unanswered] };
}

const silent: Answer = { outcome: { kind: 'success' }, outputs: {}, durationMs: 0 };

function answersFor({ answers }: TestCase, task: string): readonly TestAnswer[] | undefined {
  return Object.hasOwn(answers, task) ? answers[task] : undefined;
}

function toAnswer({ state, exitCode, outputs, durationMs }: TestAnswer): Answer {
  switch (state) {
    case 'success':
      return { outcome: { kind: 'success' }, outputs, durationMs };
    case 'failed':
      return { outcome: { kind: 'exit', code: exitCode } satisfies Outcome, durationMs };
    case 'timeout':
      return { outcome: { kind: 'success' }, durationMs: Number.POSITIVE_INFINITY };
    default:
      return unreachable(state);
  }
}
