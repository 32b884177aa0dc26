import { Problem } from '../../diagnostic/problem.ts';
import { endOrphans, endOrphansOfRun } from '../../process/orphans.ts';
import { defaultGraceMs } from '../../process/task-runner-times.ts';
import { attemptId } from '../../run/attempt-id.ts';
import type { RunDocument } from '../../run/document.ts';
import type { Workspace } from '../workspace.ts';

/**
 * Ends what a Segue that died has left running of a run on this machine, so that no task runs twice at once. With `before`
 * only what began before so many continuations: what is younger belongs to somebody who went on with the run since.
 *
 * @throws {Problem} SG719 if something does not end.
 */
export async function endLeftBehind(
  { clock }: Pick<Workspace, 'clock'>,
  document: RunDocument,
  before?: number,
): Promise<readonly string[]> {
  const { run } = document;
  const options = { clock, graceMs: defaultGraceMs };
  const running = Object.entries(document.tasks).flatMap(([task, record]) => {
    const last = record.attempts.at(-1);
    return last?.state === 'running' ? [{ id: attemptId({ run, task, ...last }), group: last.group }] : [];
  });
  const ended = await Promise.all(running.map(({ id, group }) => endOrphans(group, id, options)));
  const rest = await endOrphansOfRun(run, options, before);
  const all = [...ended, rest];
  const survivors = [...new Set(all.flatMap((each) => each.survivors))];
  if (survivors.length > 0) throw immortal(run, survivors);
  const found = new Set(all.flatMap((each) => each.found));
  return found.size === 0 ? [] : [`Ended what the interrupted run had left running: ${[...found].join(', ')}`];
}

function immortal(run: string, pids: readonly number[]): Problem {
  return new Problem(
    'SG719',
    `Processes of the run ${run} are still there and do not end: ${pids.join(', ')}.`,
    'End them by hand (kill -9), then try again: no task may run twice at once.',
  );
}
