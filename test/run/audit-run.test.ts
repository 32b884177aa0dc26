import { describe, expect, test } from 'vitest';
import { checkpointEntry, endEntry, markEntry, startEntry, takeOverEntry } from '../../src/run/audit-run.ts';
import type { RunDocument } from '../../src/run/document.ts';
import { runOf } from '../store/state-documents.ts';
import { second } from '../support/builders.ts';

const interval = { start: second(0), end: second(60) };

function document(changes: Partial<RunDocument>): RunDocument {
  return runOf('local', 'a', 'r-1', { trigger: { kind: 'manual', by: 'Ana' }, ...changes });
}

describe('what the audit log says of a run', () => {
  test('that begins: what started it, and for what', () => {
    expect(startEntry(document({}))).toEqual({ action: 'start', by: 'Ana', run: 'r-1' });
    const served = document({ trigger: { kind: 'schedule', by: 'tick' }, interval });
    expect(startEntry(served)).toEqual({ action: 'serve', by: 'tick', run: 'r-1', interval });
    const filled = document({ trigger: { kind: 'backfill', by: 'Ana', reason: 'new column' }, interval });
    expect(startEntry(filled)).toEqual({ action: 'backfill', by: 'Ana', run: 'r-1', interval, reason: 'new column' });
  });

  test('that goes on: who asked for it last', () => {
    const actions = [
      { kind: 'resume', by: 'Ana', at: second(1) },
      { kind: 'retry', by: 'Bo', at: second(2), tasks: ['load', 'publish'] },
    ] as const;
    const expected = { action: 'retry', by: 'Bo', run: 'r-1', detail: 'load, publish' };
    expect(startEntry(document({ actions }))).toEqual(expected);
    expect(checkpointEntry(document({ actions }))).toEqual({ action: 'checkpoint', by: 'Bo', run: 'r-1' });
    expect(takeOverEntry(document({ actions, interval }), 'Cy')).toMatchObject({
      action: 'take-over',
      by: 'Cy',
      interval,
    });
  });

  test('that ends: how, and by whom if somebody ended it', () => {
    expect(endEntry(document({ state: 'failed' }))).toEqual({ action: 'end', by: 'Ana', run: 'r-1', detail: 'failed' });
    const cancelled = { why: 'request', by: 'Bo', reason: 'wrong data' } as const;
    const stopped = document({ state: 'cancelled', cancelled });
    expect(endEntry(stopped)).toEqual({ action: 'cancel', by: 'Bo', run: 'r-1', reason: 'wrong data' });
    const interrupted = document({ state: 'cancelled', cancelled: { why: 'interrupt', by: 'Bo' } });
    expect(endEntry(interrupted)).toMatchObject({ action: 'end', by: 'Ana', detail: 'cancelled (interrupt)' });
    const handedOver = { why: 'interrupt', by: 'segue', resumesAt: second(1) } as const;
    const left = endEntry(document({ state: 'cancelled', cancelled: handedOver }));
    expect(left).toEqual({ action: 'end', by: 'Ana', run: 'r-1', detail: 'handed over to the next job' });
    const lost = document({ state: 'failed', actions: [{ kind: 'lost', by: 'Bo', at: second(1), reason: 'gone' }] });
    expect(endEntry(lost)).toEqual({ action: 'lost', by: 'Bo', run: 'r-1', reason: 'gone' });
  });

  test('of which a task was marked', () => {
    const mark = { state: 'success', by: 'Bo', at: second(1), reason: 'by hand' } as const;
    const load = { state: 'success', definition: 'd', attempts: [], mark } as const;
    const marked = { ...document({}), tasks: { load } };
    const expected = { action: 'mark', by: 'Bo', run: 'r-1', detail: 'load success', reason: 'by hand' };
    expect(markEntry(marked, 'load')).toEqual(expected);
  });
});
