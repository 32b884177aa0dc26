import { expect, test } from 'vitest';
import { deadlineOfStart, dueStart } from '../../src/incident/due-start.ts';
import type { Pipeline } from '../../src/model/pipeline.ts';
import type { PipelineState } from '../../src/run/ports.ts';
import { pipelineOf, taskOf } from '../support/builders.ts';
import { on } from './incident-runs.ts';

const hourly = { cron: '0 * * * *', timezone: 'UTC' };
const after = { schedule: [], after: ['crm', 'fx'] };

function waits(
  more: Partial<Pipeline>,
  state: Partial<PipelineState>,
  upstream: Readonly<Record<string, number>> = {},
) {
  const pipeline = pipelineOf([taskOf('load')], { id: 'daily', ...more });
  const counts = Object.entries(upstream).map(
    ([id, count]) => [id, { count, run: 'r-1', at: on(1, `0${count}:00`) }] as const,
  );
  const known = { version: 1, pipeline: 'daily', environment: 'production', active: [], ...state } as const;
  return dueStart({ pipeline, state: known, upstream: Object.fromEntries(counts) }, Date.parse(on(1, '09:30')));
}

test('a pipeline waits since the oldest interval that its schedule has not served, whatever its catch-up passes over', () => {
  const schedule = { on: { schedule: [hourly], after: [] } };
  const cursor = on(1, '05:00');
  for (const catchup of ['all', 'latest', 'none'] as const) {
    const start = waits({ ...schedule, catchup }, { cursor });
    expect(start).toEqual({ due: on(1, '06:00'), interval: { start: cursor, end: on(1, '06:00') } });
  }
  expect(waits(schedule, { cursor: on(1, '09:00') })).toBeUndefined();
  expect(waits(schedule, {})).toBeUndefined();
  expect(waits(schedule, { cursor, paused: { by: 'ana', at: cursor } })).toBeUndefined();
  expect(waits({}, { cursor })).toBeUndefined();
});

test('one that comes after others waits since the last of them has succeeded', () => {
  const consumed = { crm: 1, fx: 1 };
  expect(waits({ on: after }, { consumed }, { crm: 3, fx: 2 })).toEqual({ due: on(1, '03:00') });
  expect(waits({ on: after }, { consumed }, { crm: 3, fx: 1 })).toBeUndefined();
  expect(waits({ on: after }, { consumed }, { crm: 3 })).toBeUndefined();
  expect(waits({ on: after }, {}, { crm: 3, fx: 2 })).toBeUndefined();
});

test('the deadline of a run that has not begun counts from when it was due', () => {
  const pipeline = pipelineOf([taskOf('load')], { deadline: { by: '07:00', timezone: 'Europe/Paris' } });
  expect(deadlineOfStart(pipeline, { due: on(1, '05:00') })).toBe(on(1, '06:00'));
  expect(deadlineOfStart(pipelineOf([taskOf('load')]), { due: on(1, '05:00') })).toBeUndefined();
});
