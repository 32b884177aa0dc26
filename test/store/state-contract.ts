import { describe, expect, onTestFinished, test } from 'vitest';
import type { RunDocument } from '../../src/run/document.ts';
import type { StateWriter, UpdateOptions } from '../../src/run/ports.ts';
import { latestOf } from '../../src/store/upkeep/retention.ts';
import { second } from '../support/builders.ts';
import fc from '../support/seeded-fast-check.ts';
import { runOf } from './state-documents.ts';
import { putEntry } from './state-fixture.ts';
import { keptRuns, type Model, modelChange, modelOf } from './state-model.ts';

/** One or more doors to the same state; the contract goes through all of them in turn. */
export interface StateUnderTest {
  readonly doors: readonly StateDoor[];
  close(): void;
}

export interface StateDoor {
  readonly state: StateWriter;
  /** Called before each read. */
  refresh(environment: string): Promise<unknown>;
  readonly update: UpdateOptions;
}

export interface ContractOptions {
  /** Opens an empty state that keeps `keptRuns` runs whole. */
  readonly open: () => Promise<StateUnderTest>;
  readonly environments: readonly string[];
  readonly runs: number;
  readonly commands: number;
}

/** Ids that a careless naming of refs would mix up. */
const pipelines = ['a', 'a/b', 'A', 'a.lock', 'ünï/cödé 数据', `long/${'x'.repeat(180)}`];

/** What every state must do, whatever keeps it. Compared with a plain map after every step. */
export function stateContract(name: string, options: ContractOptions): void {
  describe(`state: ${name}`, () => {
    test('does what a plain map does', async () => {
      const { environments, runs, commands, open } = options;
      await fc.assert(
        fc.asyncProperty(
          fc.commands(allCommands(environments), { maxCommands: commands, size: 'max' }),
          async (sequence) => {
            const real = await open();
            const setup = () => ({ model: modelOf(), real: { state: real, turn: 0 } });
            await fc.asyncModelRun(setup, sequence).finally(() => real.close());
          },
        ),
        { numRuns: runs },
      );
    });

    test('knows nothing before anything was written', async () => {
      const { state } = await firstDoor(options);
      const environment = options.environments[0] ?? '';
      expect(await state.environments()).toEqual([]);
      expect(await state.pipelines(environment)).toEqual([]);
      expect(await state.state(environment, 'a')).toEqual(emptyState(environment));
      const view = await state.view(environment, 'a');
      expect([view.state, await view.runs(), await view.durations()]).toEqual([emptyState(environment), [], {}]);
      expect(await state.run(environment, 'a', 'r-00000000')).toBeUndefined();
      expect(await state.run(environment, 'a', '../../etc/passwd')).toBeUndefined();
    });

    test('leaves everything alone when a change has nothing to write', async () => {
      const { state, update } = await firstDoor(options);
      const environment = options.environments[0] ?? '';
      const change = () => ({ runs: [runOf(environment, 'a', 'r-00000000')] });
      expect(await state.update(environment, 'a', putEntry, change, update)).toEqual({ outcome: 'written' });
      expect(await state.update(environment, 'a', putEntry, change, update)).toEqual({ outcome: 'unchanged' });
      expect(await state.update(environment, 'a', putEntry, () => undefined, update)).toEqual({
        outcome: 'unchanged',
      });
    });

    test('gives a view of one moment, whatever is written before it is looked at', async () => {
      const { state, update } = await firstDoor(options);
      const environment = options.environments[0] ?? '';
      const put = (run: string, ms: number) => {
        const change = {
          runs: [runOf(environment, 'a', run, { createdAt: second(ms) })],
          durations: { load: { recentMs: [ms] } },
        };
        return state.update(environment, 'a', putEntry, () => change, update);
      };
      await put('r-00000000', 1);
      const view = await state.view(environment, 'a');
      await put('r-00000001', 2);
      expect(view.state.latest?.map(({ run }) => run)).toEqual(['r-00000000']);
      expect((await view.runs()).map(({ run }) => run)).toEqual(['r-00000000']);
      expect(await view.durations()).toEqual({ load: { recentMs: [1] } });
      expect(await view.run('r-00000001')).toBeUndefined();
    });

    test('lets the error of a change through and writes nothing', async () => {
      const { state, update } = await firstDoor(options);
      const environment = options.environments[0] ?? '';
      const refused = state.update(environment, 'a', putEntry, () => Promise.reject(new Error('no room')), update);
      await expect(refused).rejects.toThrow('no room');
      expect(await state.environments()).toEqual([]);
    });

    test('refuses a document of another pipeline', async () => {
      const { state, update } = await firstDoor(options);
      const environment = options.environments[0] ?? '';
      const change = () => ({ runs: [runOf(environment, 'b', 'r-00000000')] });
      await expect(state.update(environment, 'a', putEntry, change, update)).rejects.toMatchObject({ code: 'SG607' });
    });
  });
}

async function firstDoor(options: ContractOptions): Promise<StateDoor> {
  const real = await options.open();
  onTestFinished(() => real.close());
  const door = real.doors[0];
  if (!door) throw new Error('a state under test needs a door');
  return door;
}

function emptyState(environment: string) {
  return { version: 1, environment, pipeline: 'a', active: [] };
}

interface Real {
  readonly state: StateUnderTest;
  turn: number;
}

type Command = fc.AsyncCommand<Model, Real>;

function allCommands(environments: readonly string[]): fc.Arbitrary<Command>[] {
  const place = { environment: fc.constantFrom(...environments), pipeline: fc.constantFrom(...pipelines) };
  const run = fc.nat({ max: 8 });
  return [
    fc
      .record({ ...place, run, state: fc.constantFrom('running' as const, 'success' as const, 'failed' as const) })
      .map(putRun),
    fc.record({ ...place, run, hour: fc.nat({ max: 9 }) }).map(claim),
    fc.record({ ...place, run }).map(readBack),
    fc.record(place).map(readAll),
  ];
}

interface Place {
  readonly environment: string;
  readonly pipeline: string;
}

function documentAt({ environment, pipeline }: Place, run: number, state: RunDocument['state']): RunDocument {
  const ended = state === 'running' ? {} : { finishedAt: second(run + 60) };
  const interval = { start: second((run - 1) * 3_600), end: second(run * 3_600) };
  return runOf(environment, pipeline, `r-0000000${run}`, { state, createdAt: second(run), interval, ...ended });
}

function putRun(input: Place & { readonly run: number; readonly state: RunDocument['state'] }): Command {
  const document = documentAt(input, input.run, input.state);
  return command(`put ${document.run} ${input.state} in ${input.pipeline}`, async (model, door) => {
    const expected = modelChange(model, input, { runs: [document] });
    const change = () => ({ runs: [document] });
    const result = await door.state.update(input.environment, input.pipeline, putEntry, change, door.update);
    expect(result).toEqual({ outcome: expected });
  });
}

function claim(input: Place & { readonly run: number; readonly hour: number }): Command {
  const document = documentAt(input, input.run, 'running');
  const active = { run: document.run, claimedAt: document.createdAt, host: 'here', pid: 7 };
  const wanted = { cursor: second(input.hour * 3_600), active: [active] };
  const durations = { load: { recentMs: [input.hour] } };
  return command(`claim ${document.run} in ${input.pipeline}`, async (model, door) => {
    const expected = modelChange(model, input, { runs: [document], durations, ...wanted });
    const result = await door.state.update(
      input.environment,
      input.pipeline,
      putEntry,
      ({ state }) => ({ state: { ...state, ...wanted }, runs: [document], durations }),
      door.update,
    );
    expect(result).toEqual({ outcome: expected });
  });
}

function readBack({ environment, pipeline, run }: Place & { readonly run: number }): Command {
  return command(`read r-0000000${run} of ${pipeline}`, async (model, door) => {
    await door.refresh(environment);
    const expected = model.get(environment, pipeline)?.runs.get(`r-0000000${run}`);
    expect(await door.state.run(environment, pipeline, `r-0000000${run}`)).toEqual(expected);
  });
}

function readAll({ environment, pipeline }: Place): Command {
  return command(`read ${pipeline}`, async (model, door) => {
    await door.refresh(environment);
    const view = await door.state.view(environment, pipeline);
    const [state, runs] = [await door.state.state(environment, pipeline), await view.runs()];
    expect(view.state).toEqual(state);
    const expected = model.get(environment, pipeline);
    expect(state.cursor).toEqual(expected?.cursor);
    expect(state.active).toEqual(expected?.active ?? []);
    expect(await view.durations()).toEqual(expected?.durations ?? {});
    expect(runs.map(({ run, state }) => [run, state])).toEqual(
      keptRuns(expected).map(({ run, state }) => [run, state]),
    );
    expect(state.latest).toEqual(latestOf(runs, state.cursor).latest);
    expect(await door.state.pipelines(environment)).toEqual(model.pipelines(environment));
    const [first, ...rest] = model.pipelines(environment);
    expect(await door.state.pipelines(environment, first === undefined ? [] : [first, 'nobody'])).toEqual(rest);
    expect(await door.state.environments()).toEqual(
      expect.arrayContaining(model.environments().filter((name) => name === environment)),
    );
  });
}

function command(name: string, run: (model: Model, door: StateDoor) => Promise<void>): Command {
  return {
    check: () => true,
    toString: () => name,
    async run(model, real) {
      const { doors } = real.state;
      const door = doors[real.turn++ % doors.length];
      if (door) await run(model, door);
    },
  };
}
