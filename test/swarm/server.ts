import { Problem } from '../../src/diagnostic/problem.ts';
import { type OpenWorkspace, openWorkspace } from '../../src/workspace/open-workspace.ts';
import { mergedCode } from '../../src/workspace/tick/merged-code.ts';
import { fetchNewest, pull } from '../../src/workspace/tick/pull.ts';
import { Tick } from '../../src/workspace/tick/tick.ts';
import { variablesOf } from './jobs.ts';
import { environment } from './ledger.ts';
import type { Machine } from './machine.ts';
import type { SimulatedProcess } from './process.ts';
import { starts } from './stage.ts';
import type { World } from './world.ts';

const minute = 60_000;

/** Some teams have a server of their own, on which `segue tick --loop --pull` runs: its disk stays, and so does what a dead process has left there. */
export function serve(world: World): void {
  if (!world.hasServer) return;
  const dice = world.dice.fork('watch');
  const machine = world.machine('server', false);
  let lives = 0;
  const live = () => {
    machine.isBroken = false;
    const process = world.process(machine, `server-${++lives}`);
    void loop(world, process).catch((error: unknown) => {
      world.bugs.push(`${process.name}: ${String((error as Error).stack ?? error)}`);
    });
  };
  // Whatever ends it, somebody starts it again.
  const watch = () => {
    if (machine.processes.size === 0) live();
    world.time.after(dice.between(1, 10) * minute, watch);
  };
  watch();
}

async function loop(world: World, process: SimulatedProcess): Promise<void> {
  for (;;) {
    try {
      await tickOnce(process, process.machine);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      world.note(`${process.name}: ${error.code} ${error.message}`);
    }
    process.isIdle = true;
    await process.wait({ least: minute, most: 10 * minute });
    process.isIdle = false;
  }
}

/** As `cli/commands/tick.ts` does it. */
async function tickOnce(process: SimulatedProcess, machine: Machine): Promise<void> {
  const { clock, pid } = process;
  const options = { cwd: machine.checkout, environment, clock, variables: variablesOf(process, {}), pid };
  const workspace = await starts(process, () => openWorkspace(options));
  try {
    await work(workspace);
  } finally {
    await workspace.close();
  }
}

async function work(workspace: OpenWorkspace): Promise<void> {
  const { commit, stays } = await pull(workspace);
  const repository = { ...workspace.repository, ...(stays === undefined ? { head: commit } : {}) };
  const renew = async () => mergedCode(workspace, (await fetchNewest(workspace))?.commit);
  const code = await mergedCode(workspace, commit);
  const listener = () => {};
  await new Tick({ ...workspace, repository }, { code, how: {}, listener, renew }).run();
}
