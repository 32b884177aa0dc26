import type { Pipeline } from '../../model/pipeline.ts';
import type { RunDocument } from '../../run/document.ts';
import { type FailureCause, failureCause } from '../issue/failure-fingerprint.ts';
import type { RepositoryFiles } from '../issue/repository-path.ts';
import { type TracedLine, tracedLine } from '../issue/trace-lines.ts';
import { parentOf } from '../progress/progress-state.ts';
import { type Failure, failuresOf, toleratedFailuresOf } from './run-failures.ts';

/** A task that failed by itself, and all that is known of why. */
export interface ToldFailure extends Failure {
  readonly cause: FailureCause;
  /** The source line, if the log names a file of the repository. */
  readonly trace: TracedLine | undefined;
  readonly tail: readonly string[];
  readonly tolerated: boolean;
}

/** Failures whose logs are searched for a source line; more are not told one by one anywhere. */
const mostTraced = 25;

/** Where a run failed, the first one first; tolerated failures come last. */
export function runCauses(
  run: RunDocument,
  pipeline: Pipeline,
  files: Pick<RepositoryFiles, 'has' | 'root'>,
): readonly ToldFailure[] {
  const told = (failures: readonly Failure[], tolerated: boolean): readonly ToldFailure[] =>
    failures.flatMap((failure, index) => {
      const record = run.tasks[failure.task];
      if (record === undefined) return [];
      const tail = record.attempts.at(-1)?.log?.tail ?? [];
      const workingDirectory = directoryOf(failure.task, pipeline);
      const trace = index < mostTraced ? tracedLine(tail, { ...files, workingDirectory }) : undefined;
      return [{ ...failure, cause: failureCause(failure.task, record), trace, tail, tolerated }];
    });
  return [...told(failuresOf(run), false), ...told(toleratedFailuresOf(run), true)];
}

function directoryOf(task: string, pipeline: Pipeline): string {
  const id = parentOf(task) ?? task;
  return pipeline.tasks.find((each) => each.id === id)?.workingDirectory ?? '.';
}
