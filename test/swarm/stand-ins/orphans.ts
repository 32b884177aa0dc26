import type { EndedOrphans, OrphanOptions } from '../../../src/process/orphans.ts';
import { ofRun } from '../../../src/run/attempt-id.ts';
import type { ProcessGroup } from '../../../src/run/document.ts';
import { processOfClock } from '../clocks.ts';
import { stage } from '../stage.ts';

export function endOrphans(
  _: ProcessGroup | undefined,
  attemptId: string,
  options: OrphanOptions,
): Promise<EndedOrphans> {
  return end(options, (id) => id === attemptId);
}

export function endOrphansOfRun(run: string, options: OrphanOptions, before?: number): Promise<EndedOrphans> {
  return end(options, ofRun(run, before));
}

export function endOrphansOfAttempts(ids: ReadonlySet<string>, options: OrphanOptions): Promise<EndedOrphans> {
  return end(options, (id) => ids.has(id));
}

/** What is left on the machine of the process that asks. */
async function end({ clock }: OrphanOptions, isMeant: (id: string) => boolean): Promise<EndedOrphans> {
  const found = stage().tasks.endOrphans(processOfClock(clock).machine, isMeant);
  return { found, survivors: [] };
}
