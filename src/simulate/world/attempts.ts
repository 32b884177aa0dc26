import type { Pipeline, Task } from '../../model/pipeline.ts';
import { taskOfInstance } from '../../model/pipeline-test.ts';
import type { AttemptSpec } from '../../run/ports.ts';
import type { Answer, Script } from '../scripted-runner.ts';
import type { Chance } from './chance.ts';
import { assumedHabit, type Habits } from './habits.ts';
import { isNamed, type WhatIf } from './what-if.ts';

/** What decides how attempts go. */
export interface Luck {
  readonly chance: Chance;
  readonly habits: Habits;
  readonly whatIf: Pick<WhatIf, 'fail' | 'slow'>;
  /** See `WorldQuestion.luckOf`. */
  readonly luckOf?: ReadonlyMap<string, string>;
}

/** Says how each attempt of a pipeline's tasks goes: drawn by the attempt's own id. */
export function attemptScript(pipeline: Pipeline, luck: Luck): Script {
  const tasks = new Map(pipeline.tasks.map((task) => [task.id, answerOf(pipeline.id, task, luck)]));
  return (spec) => {
    const answer = tasks.get(taskOfInstance(spec.task));
    if (answer === undefined) throw new Error(`${pipeline.id} has no task ${spec.task}`);
    return answer(spec);
  };
}

function answerOf(pipeline: string, task: Task, { chance, habits, whatIf }: Luck): Script {
  const { durationMs, failureRate = 0, outputs = {} } = habits(pipeline, task.id) ?? assumedHabit;
  const doomed = whatIf.fail.filter((each) => isNamed(each, pipeline, task.id));
  const most = Math.max(0, ...doomed.map(({ attempts = Number.POSITIVE_INFINITY }) => attempts));
  const slow = whatIf.slow.findLast((each) => isNamed(each, pipeline, task.id));
  const success = { outcome: { kind: 'success' }, outputs, ...artifactsOf(task) } as const;
  const failure = { outcome: { kind: 'exit', code: 1 } } as const;
  return ({ id, attempt }: AttemptSpec): Answer => {
    const usual = slow !== undefined && 'ms' in slow ? slow.ms : durationMs(chance(`${id} time`));
    const ms = slow !== undefined && 'times' in slow ? usual * slow.times : usual;
    const fails = attempt <= most || (failureRate > 0 && chance(`${id} outcome`) < failureRate);
    return { ...(fails ? failure : success), durationMs: Math.round(ms) };
  };
}

/** A task that says which files it hands on can be gone on with elsewhere; there are none to be brought. */
function artifactsOf({ artifacts }: Task): Pick<Answer, 'artifacts'> {
  if (artifacts === undefined) return {};
  return { artifacts: artifacts === 'none' ? artifacts : [] };
}
