import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Problem } from '../../../src/diagnostic/problem.ts';
import type { StateWriter } from '../../../src/run/ports.ts';
import { lookAgainMs } from '../../../src/tick/stay-awake.ts';
import { type OpenWorkspace, openWorkspace } from '../../../src/workspace/open-workspace.ts';
import { type Code, readCode } from '../../../src/workspace/tick/code.ts';
import { Tick } from '../../../src/workspace/tick/tick.ts';
import type { TickEvent } from '../../../src/workspace/tick/tick-event.ts';
import { type Place, placeWith } from '../../support/cli-place.ts';
import { plainEnvironment, scratchFolder } from '../../support/scratch-repository.ts';
import { clockAt } from '../../support/set-clock.ts';

const about = 'description: d\nowner: o\n';
const daily = `${about}on: { schedule: [{ cron: "0 5 * * *" }] }\ntasks: { load: { run: "true", artifacts: none } }\n`;
const after = `${about}on: { after: daily }\ntasks: { publish: { run: "true", artifacts: none } }\n`;

/** A place that has ticked on the day before, its clock set to a time when `daily` is due again. */
async function dueAgain(pipelines: Readonly<Record<string, string>>) {
  const clock = clockAt('2026-03-02T12:00:00Z');
  const place = placeWith(pipelines, { clock });
  await place.segue('tick', '--env', 'local');
  clock.set('2026-03-03T05:00:30Z');
  return { place, clock };
}

async function tickWith(
  { root, git }: Place,
  clock: ReturnType<typeof clockAt>,
  change: (workspace: OpenWorkspace, told: readonly TickEvent[]) => Partial<StateWriter>,
  hear: (event: TickEvent, interrupt: () => void) => void = () => {},
  renew?: (workspace: OpenWorkspace) => Promise<Code>,
): Promise<readonly TickEvent[]> {
  const options = { environment: 'local', clock, variables: plainEnvironment, pid: process.pid };
  const workspace = await openWorkspace({ ...options, cwd: root });
  const told: TickEvent[] = [];
  for (const [name, value] of Object.entries(change(workspace, told))) {
    Object.defineProperty(workspace.state, name, { value });
  }
  const code = await readCode(workspace, git('rev-parse', 'HEAD'));
  let interrupt = () => {};
  const interrupts = (ask: (force: boolean) => void) => {
    interrupt = () => ask(false);
  };
  const listener = (event: TickEvent) => {
    told.push(event);
    hear(event, () => interrupt());
  };
  const more = renew === undefined ? {} : { renew: () => renew(workspace) };
  await new Tick(workspace, { code, how: {}, listener, interrupts, ...more }).run();
  await workspace.close();
  return told;
}

test('a run that ends while others are still looked at is followed by what comes after it', async () => {
  const { place, clock } = await dueAgain({ daily, report: after });
  place.write('pipelines/fresh.yml', daily);
  place.commit();
  const told = await tickWith(place, clock, ({ state }, events) => {
    const update = state.update.bind(state);
    const whenEnded = async () => {
      while (!events.some((event) => event.event === 'ended')) await new Promise(setImmediate);
    };
    return {
      update: async (environment, pipeline, entry, ...rest) => {
        if (pipeline === 'fresh') await whenEnded();
        return update(environment, pipeline, entry, ...rest);
      },
    };
  });
  expect(told.flatMap((each) => (each.event === 'ended' ? [each.pipeline] : []))).toEqual(['daily', 'report']);
});

test('the state of a pipeline that waits is read once', async () => {
  const { place, clock } = await dueAgain({ daily, report: after });
  await place.segue('tick', '--env', 'local');
  const read: string[] = [];
  const told = await tickWith(place, clock, ({ state }) => {
    const [look, view] = [state.state.bind(state), state.view.bind(state)];
    return {
      state: async (environment, pipeline) => {
        read.push(pipeline);
        return look(environment, pipeline);
      },
      view: async (environment, pipeline) => {
        read.push(pipeline);
        return view(environment, pipeline);
      },
    };
  });
  expect(told.flatMap((each) => (each.event === 'waits' ? [each.pipeline] : []))).toEqual(['daily', 'report']);
  // Once more for what comes after it.
  expect(read.toSorted()).toEqual(['daily', 'daily', 'report']);
});

test('what an interrupted tick saw of a pipeline whose run has ended since is not told as its wait', async () => {
  const { place, clock } = await dueAgain({ daily, other: daily.replace('0 5', '0 6') });
  const told = await tickWith(
    place,
    clock,
    () => ({}),
    (event, interrupt) => {
      if (event.event === 'claimed') interrupt();
    },
  );
  expect(told.flatMap((each) => (each.event === 'waits' ? [each.pipeline] : []))).toEqual(['other']);
});

test.each([true, false])(
  'what is merged while a run goes on is taken up beside it, if the code is renewed: %s',
  async (isRenewed) => {
    const go = `${scratchFolder()}/go`;
    const slow = daily.replace('"true"', `'until [ -e ${go} ]; do sleep 0.05; done'`);
    const { place, clock } = await dueAgain({ daily: slow });
    const merge = async () => {
      place.write('pipelines/fresh.yml', daily);
      place.commit();
      return place.git('rev-parse', 'HEAD');
    };
    const soon = { ...clock, after: (ms: number, call: () => void) => clock.after(ms === lookAgainMs ? 1 : ms, call) };
    const hear = (event: TickEvent) => {
      if (event.event === 'claimed') void merge();
      if (event.event === 'noted' || event.event === 'outrun') writeFileSync(go, '');
    };
    const renew = async (workspace: OpenWorkspace) => readCode(workspace, place.git('rev-parse', 'HEAD'));
    const told = await tickWith(place, soon, () => ({}), hear, isRenewed ? renew : undefined);
    const names = told
      .map(({ event }) => event)
      .filter((event) => ['outrun', 'renewed', 'noted', 'ended'].includes(event));
    expect(names).toEqual(isRenewed ? ['renewed', 'noted', 'ended'] : ['outrun', 'ended']);
  },
);

/** A place whose run goes on until the file is there, and a tick that looks at the remote again and again meanwhile. */
async function lookingAgain() {
  const go = `${scratchFolder()}/go`;
  const slow = daily.replace('"true"', `'until [ -e ${go} ]; do sleep 0.05; done'`);
  const { place, clock } = await dueAgain({ daily: slow });
  const soon = { ...clock, after: (ms: number, call: () => void) => clock.after(ms === lookAgainMs ? 1 : ms, call) };
  return { place, clock: soon, go };
}

test('a run goes on to its end while the remote cannot be asked what is new', async () => {
  const { place, clock, go } = await lookingAgain();
  let asked = 0;
  const told = await tickWith(place, clock, (workspace) => {
    const refresh = async () => {
      asked++;
      if (asked > 2) writeFileSync(go, '');
      throw new Problem('SG609', 'The remote repository cannot be reached.', 'Check the network.');
    };
    Object.defineProperty(workspace, 'refresh', { value: refresh });
    return {};
  });
  const [ended] = told.flatMap((each) => (each.event === 'ended' ? [each.document.state] : []));
  expect(ended).toBe('success');
  expect(asked).toBeGreaterThan(2);
});

test('a bug ends a tick no sooner than its runs: the lease that covers them goes with it', async () => {
  const { place, clock } = await lookingAgain();
  const states: string[] = [];
  const ticked = tickWith(
    place,
    clock,
    (workspace) => {
      Object.defineProperty(workspace, 'refresh', { value: () => Promise.reject(new TypeError('a bug')) });
      return {};
    },
    (event) => {
      if (event.event === 'ended') states.push(event.document.state);
    },
  ).finally(() => states.push('over'));
  await expect(ticked).rejects.toThrow('a bug');
  expect(states).toEqual(['cancelled', 'over']);
});
