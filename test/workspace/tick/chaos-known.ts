import { liveClock } from '../../../src/process/clock.ts';
import type { AuditRecord } from '../../../src/run/audit.ts';
import type { RunDocument } from '../../../src/run/document.ts';
import type { PipelineState } from '../../../src/run/ports.ts';
import { type OpenWorkspace, openWorkspace } from '../../../src/workspace/open-workspace.ts';
import type { Place } from '../../support/cli-place.ts';
import { plainEnvironment } from '../../support/scratch-repository.ts';
import { environment } from './chaos-world.ts';

/** What the remote knows of a pipeline when all is over. */
export interface Known {
  readonly state: PipelineState;
  readonly runs: readonly RunDocument[];
  /** Newest first. */
  readonly history: readonly AuditRecord[];
}

/** By pipeline. */
export async function readAll(place: Place): Promise<ReadonlyMap<string, Known>> {
  return inClone(place, async (workspace) => {
    const known = new Map<string, Known>();
    for (const id of await workspace.state.pipelines(environment)) known.set(id, await readOne(workspace, id));
    return known;
  });
}

/** Each clone takes down the leases of its own dead, as it does once a day. */
export async function sweepLeases(place: Place): Promise<void> {
  await inClone(place, ({ lease }) => lease.sweep());
}

async function readOne({ state: store, audit }: OpenWorkspace, pipeline: string): Promise<Known> {
  const view = await store.view(environment, pipeline);
  const listed = await view.runs();
  const documents = await Promise.all(listed.map(({ run }) => store.run(environment, pipeline, run)));
  const history = await audit.history({ environment, pipeline, most: 10_000, all: true });
  return { state: view.state, runs: documents.flatMap((document) => document ?? []), history };
}

async function inClone<T>({ root }: Place, use: (workspace: OpenWorkspace) => Promise<T>): Promise<T> {
  const options = { cwd: root, environment, clock: liveClock(), variables: plainEnvironment, pid: process.pid };
  const workspace = await openWorkspace(options);
  try {
    return await use(workspace);
  } finally {
    await workspace.close();
  }
}
