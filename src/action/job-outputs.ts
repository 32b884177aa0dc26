import { isHandOver } from '../run/handed-over.ts';
import type { ActionOutputName } from './action-inputs.ts';
import { conclusionOf, type JobResult } from './job-result.ts';

/** The outputs of the Action, as later steps and jobs read them. */
export function outputsOf(result: JobResult): Readonly<Record<ActionOutputName, string>> {
  const { runs, lanes = [] } = result;
  const succeeded = runs.filter(({ state }) => state === 'success').length;
  const conclusion = conclusionOf(result);
  const brief = runs.map(({ run, pipeline, state, commit, interval, cancelled }) => {
    const handedOver = isHandOver(cancelled) ? { handedOver: true } : {};
    return { run, pipeline, state, commit, ...(interval === undefined ? {} : { interval }), ...handedOver };
  });
  const failed = runs.filter(({ state, cancelled }) => state !== 'success' && !isHandOver(cancelled)).length;
  return {
    conclusion,
    runs: JSON.stringify(runs.map(({ run }) => run)),
    succeeded: String(succeeded),
    failed: String(failed),
    lanes: JSON.stringify(lanes),
    summary: JSON.stringify({ conclusion, succeeded, failed, lanes, runs: brief }),
  };
}
