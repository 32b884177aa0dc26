import { environmentOption } from '../report/run/run-commands.ts';
import type { Cancelled } from '../workspace/run/cancel-run.ts';
import type { CommandContext } from './context.ts';

/** What became of the wish that a run end. */
export function tellCancelled(
  { terminal }: CommandContext,
  { how, document }: Cancelled,
  { json }: { readonly json?: true },
): void {
  if (json) terminal.printJson({ how, ...document });
  else terminal.print(cancelledText({ how, document }));
}

function cancelledText({ how, document }: Cancelled): string {
  const { run, pipeline, environment } = document;
  const [name, env] = [`${run} (${pipeline})`, environmentOption(environment)];
  switch (how) {
    case 'asked':
      return `Asked ${name} to end. segue status ${run}${env} shows when it has.`;
    case 'requested':
      return `Asked ${name}, which another machine works on, to end. It does with its next beat, and if it is gone the next tick ends the run. segue status ${run}${env} shows when.`;
    case 'ended':
      return `Ended ${name}: nobody worked on it. segue retry ${run}${env} runs what did not succeed.`;
    default:
      return how satisfies never;
  }
}
