import { annotateFailure } from '../../src/action/annotate-failure.ts';
import { askForNext } from '../../src/action/ask-for-next.ts';
import { JobLog } from '../../src/action/job-log.ts';
import { runAction } from '../../src/action/run-action.ts';
import type { Interruption } from '../../src/process/interrupts.ts';
import type { SimulatedProcess } from './process.ts';
import { processVariable, starts } from './stage.ts';

export interface JobRequest {
  /** Inputs of the Action, by name. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Of the event that woke it, and of who did. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Told once it is over; `error`: what it ended with that is no problem of the world. */
  readonly over: (log: string, error?: unknown) => void;
}

/** A step of a workflow's job: what `src/action/main.ts` does, in a process of the world. Gives how to interrupt it. */
export function startJob(
  process: SimulatedProcess,
  { inputs, over, variables: more = {} }: JobRequest,
): (force: boolean) => void {
  let text = '';
  const log = new JobLog((more) => {
    text += more;
  }, 'word');
  const { interruption, interrupt } = interruptible();
  const { clock, pid } = process;
  const variables = { ...variablesOf(process, inputs), ...more };
  const context = { variables, clock, log, interruption, pid, entry: '', began: clock.steady() };
  const work = async () => {
    try {
      const result = await starts(process, () => runAction(context));
      if (!interruption.requested()) await askForNext(context, result.rest);
    } catch (error) {
      annotateFailure(log, 'error', error);
    }
  };
  void work().then(
    () => over(text, bugIn(text)),
    (error) => over(text, error),
  );
  return interrupt;
}

/** What Segue says when something was thrown that is no problem of the world. */
function bugIn(log: string): unknown {
  const at = log.indexOf('Segue has a bug');
  return at < 0 ? undefined : new Error(log.slice(at, at + 2_000));
}

function interruptible() {
  let count = 0;
  let deliver: ((force: boolean) => void) | undefined;
  const interruption: Interruption = {
    requested: () => count > 0,
    deliverTo: (to) => {
      deliver = to;
      if (count > 0) to(count > 1);
    },
    release: () => {},
  };
  const interrupt = (force: boolean) => {
    count += 1;
    deliver?.(force);
  };
  return { interruption, interrupt };
}

export function variablesOf(
  { machine, pid }: SimulatedProcess,
  inputs: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const named = Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]);
  return {
    [processVariable]: String(pid),
    GITHUB_ACTOR: 'ana',
    GITHUB_WORKSPACE: machine.checkout,
    GITHUB_REPOSITORY: 'acme/data',
    GITHUB_SERVER_URL: 'https://github.example',
    GITHUB_API_URL: 'https://api.github.example',
    GITHUB_RUN_ID: String(pid),
    GITHUB_WORKFLOW_REF: 'acme/data/.github/workflows/segue.yml@refs/heads/main',
    GITHUB_REF: 'refs/heads/main',
    RUNNER_TEMP: machine.scratch,
    INPUT_TOKEN: 'token-of-the-job',
    ...Object.fromEntries(named),
  };
}
