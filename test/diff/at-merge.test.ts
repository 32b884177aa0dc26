import { describe, expect, test } from 'vitest';
import { analyse } from '../../src/diff/analyse.ts';
import type { PipelineAtMerge } from '../../src/diff/at-merge.ts';
import type { PipelineHistory } from '../../src/diff/history.ts';
import { sideOf } from './sides.ts';

type Texts = Readonly<Record<string, string>>;

const now = Date.parse('2026-11-21T12:00:00Z');
const daily = 'on: { schedule: [{ cron: "0 5 * * *" }] }\n';
const tasks = 'tasks: { extract: { run: ./extract.sh --all }, load: { run: ./load.sh, needs: extract } }';
const text = `${daily}${tasks}`;
const served: PipelineHistory = {
  tasks: {},
  environment: 'production',
  hasState: true,
  cursor: '2026-11-21T05:00:00.000Z',
};
const goingOn = { run: 'r-1', state: 'running', since: '2026-11-21T11:50:00.000Z' } as const;

function meet(before: Texts, after: Texts, history: Readonly<Record<string, PipelineHistory>>) {
  return analyse(sideOf(before), sideOf(after), new Map(Object.entries(history)), now).atMerge;
}

function only(found: readonly PipelineAtMerge[]): PipelineAtMerge {
  const [first] = found;
  if (first === undefined || found.length !== 1) throw new Error(`${found.length} pipelines`);
  return first;
}

describe('a schedule goes on at its cursor', () => {
  test('what goes on keeps its code, and the next run has the new one', () => {
    const found = only(
      meet({ a: text }, { a: text.replace('--all', '--new') }, { a: { ...served, active: [goingOn] } }),
    );
    expect(found).toEqual({
      pipeline: 'a',
      timezone: 'UTC',
      environment: 'production',
      state: { kind: 'goes-on' },
      inFlight: [goingOn],
      due: { before: { serve: 0, passedOver: 0 } },
      next: '2026-11-22T05:00:00.000Z',
      after: [],
      waitsFor: [],
      retries: [],
    });
  });

  test('a later time of a day that was served is due at once', () => {
    const { due, next } = only(meet({ a: text }, { a: text.replace('0 5', '30 6') }, { a: served }));
    const interval = { start: '2026-11-21T05:00:00.000Z', end: '2026-11-21T06:30:00.000Z' };
    expect(due).toEqual({
      serve: { count: 1, first: interval, last: interval },
      before: { serve: 0, passedOver: 0 },
    });
    expect(next).toBe('2026-11-22T06:30:00.000Z');
  });

  test('another catchup serves what waited, or passes it over', () => {
    const late = { ...served, cursor: '2026-11-17T05:00:00.000Z' };
    const with_ = (catchup: string) => `catchup: ${catchup}\n${text}`;
    expect(only(meet({ a: with_('none') }, { a: with_('all') }, { a: late })).due).toEqual({
      serve: {
        count: 4,
        first: { start: '2026-11-17T05:00:00.000Z', end: '2026-11-18T05:00:00.000Z' },
        last: { start: '2026-11-20T05:00:00.000Z', end: '2026-11-21T05:00:00.000Z' },
      },
      before: { serve: 0, passedOver: 4 },
    });
    expect(only(meet({ a: with_('all') }, { a: with_('none') }, { a: late })).due).toEqual({
      passedOver: { from: '2026-11-17T05:00:00.000Z', to: '2026-11-21T05:00:00.000Z', count: 4 },
      before: { serve: 4, passedOver: 0 },
    });
  });

  test('what is due waits for room among the active runs, those of a backfill aside', () => {
    const late = { ...served, cursor: '2026-11-20T05:00:00.000Z' };
    const changed = text.replace('--all', '--new');
    const waits = (active: readonly (typeof goingOn & { readonly backfill?: string })[]) =>
      only(meet({ a: text }, { a: `max-active-runs: 1\n${changed}` }, { a: { ...late, active } })).waitsFor;
    expect(waits([goingOn])).toEqual(['r-1']);
    expect(waits([{ ...goingOn, backfill: 'b' }])).toEqual([]);
  });

  test('what is due is put off where the new time is still to come, and lost without a schedule', () => {
    const late = { ...served, cursor: '2026-11-20T05:00:00.000Z' };
    const hourly = text.replace('0 5', '0 *');
    const recent = { ...served, cursor: '2026-11-21T11:00:00.000Z' };
    const put = only(meet({ a: hourly }, { a: text.replace('0 5', '0 13') }, { a: recent }));
    expect([put.due, put.next]).toEqual([{ before: { serve: 1, passedOver: 0 } }, '2026-11-21T13:00:00.000Z']);
    const gone = only(meet({ a: text }, { a: tasks }, { a: late }));
    expect([gone.due, gone.next]).toEqual([{ before: { serve: 1, passedOver: 0 } }, undefined]);
  });

  test('a pause stays', () => {
    const paused = { by: 'ana', at: '2026-11-20T05:00:00.000Z' };
    expect(only(meet({ a: text }, { a: text.replace('--all', '') }, { a: { ...served, paused } })).paused).toEqual(
      paused,
    );
  });
});

describe('state goes by ids', () => {
  test('a new pipeline begins at the present; one that comes back goes on where it was', () => {
    const begins = only(meet({}, { a: text }, { a: { tasks: {}, environment: 'production', hasState: false } }));
    expect(begins).toMatchObject({ state: { kind: 'begins' }, next: '2026-11-22T05:00:00.000Z' });
    expect(begins.due).toBeUndefined();
    const back = only(
      meet({}, { a: `catchup: all\n${text}` }, { a: { ...served, cursor: '2026-11-11T05:00:00.000Z' } }),
    );
    expect(back).toMatchObject({ state: { kind: 'comes-back' }, due: { serve: { count: 10 } } });
  });

  test('what is gone leaves its state, and what was due is never served', () => {
    const late = { ...served, cursor: '2026-11-18T05:00:00.000Z', runs: 12, active: [goingOn] };
    expect(only(meet({ a: `catchup: all\n${text}` }, {}, { a: late }))).toMatchObject({
      state: { kind: 'orphaned', id: 'a', runs: 12, unserved: 3 },
      inFlight: [goingOn],
      waitsFor: [],
    });
    expect(only(meet({ a: text }, {}, { a: { tasks: {}, hasState: false } })).state).toEqual({ kind: 'none' });
  });

  test('with renamed-from it moves, once nothing runs under the old id; without, it stays behind', () => {
    const history = { old: { ...served, runs: 3, active: [goingOn] }, fresh: { tasks: {}, hasState: false } };
    const declared = only(meet({ old: text }, { fresh: `renamed-from: old\n${text}` }, history));
    expect(declared).toMatchObject({
      state: { kind: 'moves', from: 'old' },
      waitsFor: ['r-1'],
      due: { before: { serve: 0, passedOver: 0 } },
    });
    const alike = only(meet({ old: text }, { fresh: text }, history));
    expect(alike).toMatchObject({ state: { kind: 'orphaned', id: 'old', runs: 3, unserved: 0 }, waitsFor: [] });
    expect(alike.due).toBeUndefined();
  });

  test('state that has moved already is found under the new id', () => {
    const history = { old: { tasks: {}, hasState: false }, fresh: served };
    expect(only(meet({ old: text }, { fresh: `renamed-from: old\n${text}` }, history)).due).toBeDefined();
  });
});

describe('runs that people may retry', () => {
  const retriable = [
    { run: 'r-2', unfinished: ['extract', 'load'] },
    { run: 'r-3', unfinished: ['load'] },
  ];
  const without = `${daily}tasks: { load: { run: ./load.sh } }`;

  test('a task that is gone is not run again', () => {
    expect(only(meet({ a: text }, { a: without }, { a: { ...served, retriable } })).retries).toEqual([
      { run: 'r-2', gone: ['extract'] },
    ]);
  });

  test('where the file is gone or elsewhere, only the old code can retry them', () => {
    const all = [{ run: 'r-2' }, { run: 'r-3' }];
    expect(only(meet({ a: text }, {}, { a: { ...served, retriable } })).retries).toEqual(all);
    const moved = { b: `renamed-from: a\n${text}` };
    expect(only(meet({ a: text }, moved, { a: { ...served, retriable } })).retries).toEqual(all);
  });
});

test('where nobody could look, nothing is claimed of what is in flight', () => {
  const found = only(meet({ a: text }, { a: text.replace('--all', '') }, {}));
  expect(found).toMatchObject({ state: { kind: 'unknown' }, next: '2026-11-22T05:00:00.000Z' });
  expect([found.environment, found.due]).toEqual([undefined, undefined]);
});

test('of a pipeline with errors nothing is foretold, and it has a line all the same', () => {
  const found = only(meet({ a: text }, { a: text.replace('needs: extract', 'needs: nobody') }, { a: served }));
  expect([found.due, found.next, found.state]).toEqual([undefined, undefined, { kind: 'goes-on' }]);
});

test('a pipeline that nothing starts any more is told, one that nothing ever started is not', () => {
  expect(only(meet({ a: text }, { a: tasks }, { a: served })).onlyByHand).toBe(true);
  const hand = meet({ a: tasks }, { a: tasks.replace('--all', '') }, { a: served });
  expect(only(hand).onlyByHand).toBeUndefined();
  expect(only(meet({ a: text }, {}, { a: served })).onlyByHand).toBeUndefined();
});

test('a pipeline that comes after others waits for these', () => {
  const after = 'on: { after: a }\ntasks: { x: { run: echo x } }';
  const found = meet({ a: text, b: after }, { a: text, b: after.replace('echo x', 'echo y') }, { b: served });
  expect(only(found)).toMatchObject({ pipeline: 'b', after: ['a'] });
  expect(only(found).next).toBeUndefined();
});
