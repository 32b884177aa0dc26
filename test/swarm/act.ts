import { Problem } from '../../src/diagnostic/problem.ts';
import type { RunDocument } from '../../src/run/document.ts';
import { openWorkspace } from '../../src/workspace/open-workspace.ts';
import { pausePipelines, unpausePipelines } from '../../src/workspace/pause.ts';
import { variablesOf } from './jobs.ts';
import { environment } from './ledger.ts';
import { type Act, pushed } from './people.ts';
import type { SimulatedProcess } from './process.ts';
import { starts } from './stage.ts';
import type { World } from './world.ts';

/** A person does something, at the remote, by the forge or at a machine of their own. */
export function act(world: World, what: Act): void {
  const { kind, which, id } = what;
  const pipeline = world.team.pipelines[which % world.team.pipelines.length];
  if (pipeline === undefined) return;
  world.note(`${id}: somebody does ${kind} to ${pipeline.id}`);
  switch (kind) {
    case 'push':
    case 'break':
    case 'revert':
    case 'rename': {
      const code = pushed(world.team, what);
      if (code !== world.team) world.push(code, `${id}: ${kind} ${pipeline.id}`);
      return;
    }
    case 'pause':
    case 'unpause':
      atMachine(world, id, (process) => pause(process, kind, [pipeline.id]));
      return;
    case 'cancel':
    case 'retry': {
      const run = newestRun(world, pipeline.id, kind === 'cancel' ? 'running' : 'failed');
      if (run !== undefined) world.job({ command: kind, run, reason: id });
      return;
    }
    case 'run':
      world.job({ command: 'run', pipeline: pipeline.id });
      return;
    default:
      kind satisfies never;
  }
}

export function unpauseAll(world: World): void {
  const ids = world.team.pipelines.map(({ id }) => id);
  atMachine(world, 'unpause-all', (process) => pause(process, 'unpause', ids));
}

function atMachine(world: World, name: string, work: (process: SimulatedProcess) => Promise<void>): void {
  const machine = world.machine(name, false);
  const process = world.process(machine, name);
  void work(process)
    .catch((error: unknown) => {
      if (error instanceof Problem) world.note(`${name}: ${error.code} ${error.message}`);
      else world.bugs.push(`${name}: ${String((error as Error).stack ?? error)}`);
    })
    .then(() => world.end(process));
}

async function pause(process: SimulatedProcess, kind: 'pause' | 'unpause', ids: readonly string[]): Promise<void> {
  const { clock, pid, machine } = process;
  const options = { cwd: machine.checkout, environment, clock, variables: variablesOf(process, {}), pid };
  const workspace = await starts(process, () => openWorkspace(options));
  try {
    if (kind === 'pause') await pausePipelines(workspace, ids);
    else await unpausePipelines(workspace, ids);
  } finally {
    await workspace.close();
  }
}

function newestRun(world: World, pipeline: string, state: RunDocument['state']): string | undefined {
  const { state: stored } = world.ledger.stored(pipeline);
  return stored?.latest?.find((each) => each.state === state)?.run;
}
