import type { Incident } from '../../src/incident/incident.ts';
import type { RunDocument } from '../../src/run/document.ts';
import { IncidentBoard } from '../../src/store/shared/incident-board.ts';
import { countedChance, putEntry } from '../store/state-fixture.ts';
import { documentOf, recordOf } from '../support/documents.ts';
import type { DeskWorld } from './desk-world.ts';

export const dailyFiles = {
  'pipelines/daily.yml': 'description: d\nowner: "@ana"\ntasks: { load: { run: ./load.sh } }\n',
};
export const pressedRun = 'r-7k2m9x4q';
const commit = 'c'.repeat(40);
const digest = '0123456789abcdef';

/** The state of a repository, as who has no clone of it sees it. */
export type StateAt = Pick<DeskWorld, 'state'> & { readonly clock: Pick<DeskWorld['clock'], 'now'> };

/** A run that has failed, or goes on and is held by nobody. */
export async function putRun(world: StateAt, state: RunDocument['state']): Promise<void> {
  const run = pressedRun;
  const at = new Date(world.clock.now()).toISOString();
  const ended = state === 'running' ? {} : { finishedAt: at };
  const places = { run, pipeline: 'daily', file: 'pipelines/daily.yml', environment: 'production' };
  const document = documentOf(
    { load: recordOf(state === 'running' ? 'queued' : 'failed') },
    { ...places, state, ...ended, createdAt: at },
  );
  const active = state === 'running' ? [{ run, claimedAt: at, host: 'runner', pid: 7, lease: 'h-gone' }] : [];
  await world.state.state.update('production', 'daily', putEntry, ({ state: known }) => ({
    state: { ...known, active },
    runs: [document],
  }));
}

/** What GitHub says of a button; without one, of "Re-run". */
export function pressed(button: string | undefined, login = 'ana'): object {
  const check = { name: 'daily', head_sha: commit, external_id: pressedRun };
  const action = button === undefined ? 'rerequested' : 'requested_action';
  const asked = button === undefined ? {} : { requested_action: { identifier: button } };
  return { action, check_run: check, ...asked, sender: { login, type: 'User' } };
}

/** An incident of that run, whose issue is the first one. */
export function incidentOf(at: string): Incident {
  const facts = { file: 'pipelines/daily.yml', tags: [], waiting: [] };
  const end = { run: pressedRun, at, state: 'red', cause: digest } as const;
  const member = { facts, tasks: ['load'], moreTasks: 0, moreCauses: 0, ends: [end], missed: [], late: [] };
  const issue = { id: 1, url: 'https://github.example/acme/data/issues/1' };
  const cause = { shared: digest, task: 'load', title: 'load failed', line: '', logged: false };
  const told = { issue, comments: {}, messages: [] };
  return { id: digest, kind: 'failure', causes: [cause], members: { daily: member }, told };
}

/** The same is in the book of incidents. */
export async function putIncident({ state, clock }: StateAt): Promise<IncidentBoard> {
  const board = new IncidentBoard(state.swapRefs, 'production', countedChance());
  const at = new Date(clock.now() - 60_000).toISOString();
  await board.change('Open', (book) => ({ ...book, incidents: [incidentOf(at)] }));
  return board;
}
