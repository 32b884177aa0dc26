import { describe, expect, test } from 'vitest';
import type { RunDocument, TaskRecord } from '../../src/run/document.ts';
import type { JournalEntry } from '../../src/run/ports.ts';
import { replay } from '../../src/run/replay.ts';
import { epoch } from '../support/builders.ts';
import { attemptOf, documentOf, recordOf } from '../support/documents.ts';
import fc from '../support/seeded-fast-check.ts';

describe('replay', () => {
  test('knows nothing of a run without a document', () => {
    expect(replay([])).toBeUndefined();
    expect(replay([{ kind: 'task', task: 'a', record: recordOf('success') }])).toBeUndefined();
  });

  test('puts records over the document that they follow', () => {
    const document = documentOf({ a: recordOf('none'), b: recordOf('none') });
    const success = recordOf('success', [attemptOf(1, 'success')]);
    const run = replay([{ kind: 'document', document }, taskEntry('a', success)]);
    expect(run).toEqual({ ...document, tasks: { a: success, b: recordOf('none') } });
  });

  test('puts instances after their task, by index', () => {
    const document = documentOf({ first: recordOf('none'), load: recordOf('none'), last: recordOf('none') });
    const entries = [10, 2, 0].map((index) => taskEntry(`load[${index}]`, recordOf('none')));
    const run = replay([{ kind: 'document', document }, ...entries]);
    expect(Object.keys(run?.tasks ?? {})).toEqual(['first', 'load', 'load[0]', 'load[2]', 'load[10]', 'last']);
  });

  test('ends as the last document says', () => {
    const document = documentOf({ a: recordOf('none') });
    const ended = { ...document, state: 'success' as const, tasks: { a: recordOf('success') }, finishedAt: epoch };
    expect(
      replay([
        { kind: 'document', document },
        { kind: 'end', state: 'success', document: ended },
      ]),
    ).toEqual(ended);
  });

  test('does not undo what another machine stored later', () => {
    const old = documentOf({ a: recordOf('none') });
    const resumed = documentOf(
      { a: recordOf('success', [attemptOf(1, 'failed'), attemptOf(2, 'success')]) },
      { actions: [{ kind: 'retry', by: 'ana', at: epoch }], state: 'success' },
    );
    const journal = [
      { kind: 'document' as const, document: old },
      taskEntry('a', recordOf('failed', [attemptOf(1, 'failed')])),
    ];
    expect(replay(journal, resumed)).toEqual(resumed);
  });

  test('lets a retry set back what had succeeded', () => {
    const success = documentOf({ a: recordOf('success', [attemptOf(1, 'success')]) }, { state: 'success' });
    const again = documentOf(
      { a: recordOf('none', [attemptOf(1, 'success')]) },
      { actions: [{ kind: 'retry', by: 'ana', at: epoch, tasks: ['a'] }] },
    );
    expect(replay([{ kind: 'document', document: again }], success)).toEqual(again);
  });

  test('keeps a success that the store has and a lost end of the journal had', () => {
    const success = recordOf('success', [attemptOf(1, 'success')]);
    const stored = documentOf({ a: success, b: recordOf('none') });
    const begun = documentOf({ a: recordOf('none'), b: recordOf('none') });
    const journal = [
      { kind: 'document' as const, document: begun },
      taskEntry('a', recordOf('running', [attemptOf(1)])),
    ];
    expect(replay(journal, stored)?.tasks.a).toEqual(success);
  });

  test('is not misled by a task that is called like a property', () => {
    const tasks = Object.fromEntries([['__proto__', recordOf('none')]]);
    const run = replay([
      { kind: 'document', document: documentOf(tasks) },
      taskEntry('__proto__', recordOf('success')),
    ]);
    expect(Object.entries(run?.tasks ?? {})).toEqual([['__proto__', recordOf('success')]]);
  });

  test('replays 50,000 tasks in one pass', () => {
    const ids = Array.from({ length: 50_000 }, (_, index) => `t${index}`);
    const document = documentOf(Object.fromEntries(ids.map((id) => [id, recordOf('none')])));
    const run = replay([{ kind: 'document', document }, ...ids.map((id) => taskEntry(id, recordOf('success')))]);
    expect(Object.values(run?.tasks ?? {}).every((record) => record.state === 'success')).toBe(true);
  });
});

describe('replay of any journal', () => {
  test('gives the same when entries or the whole journal are doubled', () => {
    fc.assert(
      fc.property(journals, (journal) => {
        const once = replay(journal);
        expect(replay([...journal, ...journal])).toEqual(once);
        expect(replay(journal.flatMap((entry) => [entry, entry]))).toEqual(once);
        expect(replay(journal, once)).toEqual(once);
      }),
    );
  });

  test('gives the same over a document that holds any part of it', () => {
    fc.assert(
      fc.property(journals, fc.nat(), (journal, cut) => {
        const part = journal.slice(0, cut % (journal.length + 1));
        expect(replay(journal, replay(part))).toEqual(replay(journal));
        expect(replay(part, replay(journal))).toEqual(replay(journal));
      }),
    );
  });
});

function taskEntry(task: string, record: TaskRecord): JournalEntry {
  return { kind: 'task', task, record };
}

/** Journals as a run writes them: lives that begin with a document, walk their tasks forward and perhaps end. */
const journals = fc
  .array(fc.record({ steps: fc.array(fc.nat(), { maxLength: 12 }), ends: fc.boolean() }), { maxLength: 4 })
  .map((lives) => {
    const entries: JournalEntry[] = [];
    let document = documentOf({ a: recordOf('none'), b: recordOf('none'), c: recordOf('none') });
    for (const [life, { steps, ends }] of lives.entries()) {
      if (life > 0) document = nextLife(document);
      entries.push({ kind: 'document', document });
      for (const step of steps) {
        const task = ['a', 'b', 'c'][step % 3] ?? 'a';
        const record = forward(document.tasks[task] ?? recordOf('none'), step);
        document = { ...document, tasks: { ...document.tasks, [task]: record } };
        entries.push(taskEntry(task, record));
      }
      if (!ends) continue;
      document = { ...document, state: 'failed', finishedAt: epoch };
      entries.push({ kind: 'end', state: 'failed', document });
    }
    return entries;
  });

function nextLife({ finishedAt: _, ...document }: RunDocument): RunDocument {
  const tasks = Object.entries(document.tasks).map(([task, record]) => {
    const attempts = record.attempts.map((attempt) =>
      attempt.state === 'running' ? attemptOf(attempt.number, 'lost') : attempt,
    );
    return [task, record.state === 'success' ? record : recordOf('none', attempts)];
  });
  const actions = [...document.actions, { kind: 'resume' as const, by: 'ana', at: epoch }];
  return { ...document, state: 'running', actions, tasks: Object.fromEntries(tasks) };
}

function forward(record: TaskRecord, step: number): TaskRecord {
  const last = record.attempts.at(-1);
  const before = record.attempts.slice(0, -1);
  switch (record.state) {
    case 'none':
    case 'up_for_retry':
      return recordOf('running', [...record.attempts, attemptOf(record.attempts.length + 1)]);
    case 'running': {
      if (last === undefined) return record;
      if (last.group === undefined && step % 2 === 0) {
        return recordOf('running', [...before, { ...last, group: { pid: step, started: '1', boot: 'b' } }]);
      }
      const state = (['success', 'failed', 'up_for_retry'] as const)[step % 3] ?? 'failed';
      return recordOf(state, [...before, attemptOf(last.number, state === 'success' ? 'success' : 'failed')]);
    }
    default:
      return record;
  }
}
