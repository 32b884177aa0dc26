import { processBegan } from '../process/clock.ts';
import type { Variables } from '../process/environment.ts';
import { catchInterrupts, interruptedExitCode } from '../process/interrupts.ts';
import { liveRandomness } from '../process/randomness.ts';
import type { Clock } from '../run/ports.ts';
import { annotateFailure } from './annotate-failure.ts';
import { askForNext } from './ask-for-next.ts';
import { JobLog } from './job-log.ts';
import { outputsOf } from './job-outputs.ts';
import { conclusionOf } from './job-result.ts';
import { runAction } from './run-action.ts';

/** One step of a job: whatever goes wrong ends it red, with a reason. `entry` is the file of this program. */
export async function main(variables: Variables, clock: Clock, entry: string): Promise<void> {
  const began = processBegan(clock);
  const log = new JobLog((text) => void process.stdout.write(text), liveRandomness().hex(32));
  const interruption = catchInterrupts();
  try {
    const context = { variables, clock, log, interruption, pid: process.pid, entry, began };
    const result = await runAction(context);
    // Who ends a job by hand does not want another one.
    if (!interruption.requested()) await askForNext(context, result.rest);
    const { setOutput } = await import('@actions/core');
    for (const [name, value] of Object.entries(outputsOf(result))) setOutput(name, value);
    process.exitCode = conclusionOf(result) === 'failure' ? 1 : 0;
  } catch (error) {
    process.exitCode = 1;
    annotateFailure(log, 'error', error);
  } finally {
    interruption.release();
  }
  if (interruption.requested()) process.exitCode = interruptedExitCode;
}
