import { expect, test } from 'vitest';
import { liveClock } from '../../../src/process/clock.ts';
import type { LeaseVerdict } from '../../../src/run/leases.ts';
import { type OpenWorkspace, openWorkspace } from '../../../src/workspace/open-workspace.ts';
import { readCode } from '../../../src/workspace/tick/code.ts';
import { Tick } from '../../../src/workspace/tick/tick.ts';
import type { TickEvent } from '../../../src/workspace/tick/tick-event.ts';
import { placeWith } from '../../support/cli-place.ts';
import { plainEnvironment } from '../../support/scratch-repository.ts';

const load = 'owner: me\ndescription: d\nsecrets: [TOKEN]\ntasks: { load: { run: echo, artifacts: none } }\n';

/** Its runs were claimed by a machine elsewhere, of which each look tells another thing. */
async function withVerdicts(verdicts: readonly LeaseVerdict[], run: string, root: string): Promise<OpenWorkspace> {
  const live = liveClock();
  const clock = { ...live, after: (_: number, callback: () => void) => live.after(1, callback) };
  const options = { environment: 'local', clock, variables: plainEnvironment, pid: process.pid };
  const workspace = await openWorkspace({ ...options, cwd: root });
  const { state } = workspace;
  const { selection: _, ...document } = (await state.run('local', 'load', run)) ?? expect.fail('no such run');
  const active = {
    run,
    claimedAt: document.createdAt,
    host: 'elsewhere',
    pid: 7,
    lease: 'h-abcdefgh',
    tick: true,
  } as const;
  const tasks = Object.fromEntries(
    Object.entries(document.tasks).map(([id, record]) => [id, { ...record, state: 'none' as const, attempts: [] }]),
  );
  await state.update('local', 'load', { action: 'start', by: 'test' }, (view) => ({
    state: { ...view.state, active: [active] },
    runs: [{ ...document, state: 'running', tasks }],
  }));
  const left = [...verdicts];
  const last = verdicts.at(-1) ?? { kind: 'alive' };
  Object.defineProperty(workspace.lease, 'judge', {
    value: async (holders: readonly string[]) => new Map(holders.map((holder) => [holder, left.shift() ?? last])),
  });
  return workspace;
}

test('a tick that has watched a runner die ends, also if it cannot go on with its run', async () => {
  const place = placeWith({ load }, { variables: { TOKEN: 'a-secret-of-some-length' } });
  await place.segue('run', 'load');
  const { run } = await place.status();
  const unknown = { kind: 'unknown', watchMs: 10 } as const;
  const workspace = await withVerdicts([unknown, unknown, { kind: 'dead', why: 'silent' }], run, place.root);
  const told: TickEvent[] = [];
  const code = await readCode(workspace, place.git('rev-parse', 'HEAD'));
  await new Tick(workspace, { code, how: {}, listener: (event) => told.push(event) }).run();
  await workspace.close();
  expect(told.flatMap((each) => (each.event === 'refused' ? [each.problem.code] : []))).toEqual(['SG705']);
});
