import { describe, expect, test } from 'vitest';
import type { RunDocument } from '../../src/run/document.ts';
import { latenessOf } from '../../src/run/lateness.ts';
import { decodeRun, encodeRun } from '../../src/store/codec/codec.ts';
import { summaryOf } from '../../src/store/upkeep/retention.ts';
import { runOf } from '../store/state-documents.ts';

const interval = { start: '2026-03-01T05:00:00.000Z', end: '2026-03-02T05:00:00.000Z' };

function scheduled(wokenAt: string, startedAt: string, more: Partial<RunDocument> = {}): RunDocument {
  const trigger = { kind: 'schedule', by: 'ana', wokenAt } as const;
  return runOf('production', 'daily', 'r-8k2m4p6t', { interval, startedAt, trigger, ...more });
}

describe('how late a run started', () => {
  test.each([
    ['woken late', '2026-03-02T05:12:00.000Z', '2026-03-02T05:12:30.000Z', { startMs: 750_000, wakeMs: 720_000 }],
    ['woken before', '2026-03-02T04:50:00.000Z', '2026-03-02T05:00:02.000Z', { startMs: 2_000, wakeMs: 0 }],
    ['a clock that was set back', '2026-03-02T05:12:00.000Z', '2026-03-02T04:59:00.000Z', { startMs: 0, wakeMs: 0 }],
  ])('%s', (_, wokenAt, startedAt, late) => {
    expect(latenessOf(scheduled(wokenAt, startedAt))).toEqual(late);
  });

  test('is known of scheduled runs alone: others were due when somebody asked', () => {
    const at = '2026-03-02T06:00:00.000Z';
    expect(latenessOf(scheduled(at, at, { trigger: { kind: 'manual', by: 'ana' } }))).toBeUndefined();
    expect(latenessOf(scheduled(at, at, { trigger: { kind: 'schedule', by: 'ana' } }))).toBeUndefined();
  });

  test('is kept with the run, and in the list of runs', () => {
    const document = scheduled('2026-03-02T05:12:00.000Z', '2026-03-02T05:12:30.000Z');
    expect(summaryOf(document).late).toEqual({ startMs: 750_000, wakeMs: 720_000 });
    const owner = { environment: 'production', pipeline: 'daily' };
    expect(latenessOf(decodeRun(encodeRun(document), owner, document.run))).toEqual(latenessOf(document));
    expect(summaryOf(scheduled('x', 'x', { trigger: { kind: 'manual', by: 'ana' } }))).not.toHaveProperty('late');
  });
});
