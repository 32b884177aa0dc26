import { expect } from 'vitest';
import { liveClock } from '../../../src/process/clock.ts';
import type { Interval, RunDocument } from '../../../src/run/document.ts';
import type { PipelineState } from '../../../src/run/ports.ts';
import { openWorkspace } from '../../../src/workspace/open-workspace.ts';
import type { Place } from '../../support/cli-place.ts';
import { plainEnvironment } from '../../support/scratch-repository.ts';
import type { ChaosLine } from './chaos-ledger.ts';

const environment = 'production';

/** What the remote knows of a pipeline when all is over. */
export interface Known {
  readonly state: PipelineState;
  readonly runs: readonly RunDocument[];
}

export async function readAll({ root }: Place): Promise<ReadonlyMap<string, Known>> {
  const clock = liveClock();
  const workspace = await openWorkspace({
    cwd: root,
    environment,
    clock,
    variables: plainEnvironment,
    pid: process.pid,
  });
  try {
    const known = new Map<string, Known>();
    for (const id of await workspace.state.pipelines(environment)) {
      const view = await workspace.state.view(environment, id);
      const runs = await view.runs();
      const documents = await Promise.all(runs.map(({ run }) => workspace.state.run(environment, id, run)));
      known.set(id, { state: view.state, runs: documents.flatMap((document) => document ?? []) });
    }
    return known;
  } finally {
    await workspace.close();
  }
}

/** Each clone takes down the leases of its own dead, as it does once a day. */
export async function sweepLeases({ root }: Place): Promise<void> {
  const clock = liveClock();
  const workspace = await openWorkspace({
    cwd: root,
    environment,
    clock,
    variables: plainEnvironment,
    pid: process.pid,
  });
  try {
    await workspace.lease.sweep();
  } finally {
    await workspace.close();
  }
}

/** Served or passed over, each interval is settled once, one after the other up to the cursor. Gives how many were served. */
export function expectSettledOnce({ state, runs }: Known): number {
  const served = runs.flatMap(({ interval }) => interval ?? []);
  const dropped = (state.dropped ?? []).map(({ from, to }) => ({ start: from, end: to }));
  const settled = [...served, ...dropped].sort((a, b) => (a.start < b.start ? -1 : 1));
  expect(gaps(settled), `${state.pipeline} is settled without gaps or overlaps`).toEqual([]);
  expect(settled.at(-1)?.end).toBe(state.cursor);
  return served.length;
}

function gaps(settled: readonly Interval[]): readonly unknown[] {
  return settled.flatMap(({ start }, index) => {
    const before = settled[index - 1];
    return before === undefined || before.end === start ? [] : [{ before, start }];
  });
}

/** No run is left over, each is a success, and nothing of one ran again after its success was known. */
export function expectAllWell({ state, runs }: Known): void {
  expect(state.active).toEqual([]);
  for (const document of runs) {
    const { pipeline, run, state: end, generation, tasks } = document;
    expect(`${pipeline} ${run} ${end} ${generation}`, JSON.stringify(document)).toBe(`${pipeline} ${run} success 0`);
    for (const { attempts } of Object.values(tasks)) {
      expect(attempts.map((attempt) => attempt.state).indexOf('success')).toBe(attempts.length - 1);
    }
  }
}

/** What tasks themselves say: no two copies at once, and each task of each known run came through. */
export function expectLedger(lines: readonly ChaosLine[], known: ReadonlyMap<string, Known>): void {
  expect(lines.filter(({ kind }) => kind === 'overlap')).toEqual([]);
  const ended = new Set(lines.filter(({ kind }) => kind === 'end').map(({ run, task }) => `${run}/${task}`));
  const all = [...known.values()].flatMap(({ runs }) => runs);
  const wanted = all.flatMap(({ run, tasks }) => Object.keys(tasks).map((task) => `${run}/${task}`));
  expect([...ended].sort()).toEqual(wanted.sort());
}
