import { expect, test } from 'vitest';
import { limits } from '../../../src/model/limits.ts';
import type { ActiveRun, PipelineState } from '../../../src/run/ports.ts';
import { openWorkspace } from '../../../src/workspace/open-workspace.ts';
import { type Place, placeWith } from '../../support/cli-place.ts';
import { plainEnvironment } from '../../support/scratch-repository.ts';
import { clockAt } from '../../support/set-clock.ts';

const environment = 'production';
const etl = `description: d
owner: o
on: { schedule: [{ cron: "* * * * *" }] }
catchup: all
tasks: { only: { run: echo once >> .git/done, artifacts: none } }
`;

/** A pipeline of which one interval was served; then its claim is written anew, as if it had never been taken back. */
async function withClaimLeftOver(claim: Partial<ActiveRun>) {
  const clock = clockAt('2026-03-02T09:00:30Z');
  const place = placeWith({ etl }, { clock });
  expect((await place.segue('tick')).code).toBe(0);
  clock.set('2026-03-02T09:01:30Z');
  expect((await place.segue('tick')).code).toBe(0);
  const workspace = await openWorkspace({ cwd: place.root, environment, clock, variables: plainEnvironment, pid: 1 });
  const { place: host } = workspace.machine;
  await workspace.state.update(environment, 'etl', { action: 'join', by: 'test' }, ({ state }) => {
    const [served] = state.latest ?? [];
    if (served === undefined) throw new Error('nothing was served');
    const left: ActiveRun = { run: served.run, claimedAt: served.createdAt, host, pid: 7, tick: true, ...claim };
    return { state: { ...state, active: [left] } };
  });
  await workspace.close();
  return { place, clock };
}

async function stateOf(place: Place): Promise<PipelineState> {
  const { stdout } = await place.segue('state', 'export', '--env', environment);
  const lines = stdout.trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line)).find(({ kind }) => kind === 'pipeline').document;
}

test.each([
  ['that could be taken over', {}],
  ['that was taken over as often as may be', { takeovers: limits.takeovers }],
])('the claim of a run that has ended, %s, goes, and the end stays what it was', async (_, claim) => {
  const { place, clock } = await withClaimLeftOver(claim);
  const before = await stateOf(place);
  expect(await place.segue('tick')).toMatchObject({ code: 0, stderr: '' });
  const after = await stateOf(place);
  expect(after).toEqual({ ...before, active: [] });
  expect(after.latest).toMatchObject([{ state: 'success' }]);
  clock.set('2026-03-02T09:02:30Z');
  expect(await place.segue('tick')).toMatchObject({ code: 0, stderr: '' });
  expect((await stateOf(place)).successes?.count).toBe(2);
  const history = await place.segue('history', 'etl', '--env', environment);
  expect(history.stdout).toContain('its claim was left');
});
