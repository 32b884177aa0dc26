import { describe, expect, test } from 'vitest';
import type { TaskRecord } from '../../src/run/document.ts';
import { withMark } from '../../src/run/mark.ts';
import { epoch } from '../support/builders.ts';
import { attemptOf, documentOf, recordOf } from '../support/documents.ts';

const by = { by: 'ana', at: epoch, reason: 'by hand' };
const failed = (...tasks: string[]): TaskRecord => ({
  ...recordOf('failed'),
  instances: 3,
  reason: { kind: 'instances', tasks },
});
const three = (first: TaskRecord['state'], second: TaskRecord['state']) => ({
  'each[0]': recordOf('success', [attemptOf(1, 'success')]),
  'each[1]': recordOf(first, [attemptOf(1, 'failed')]),
  'each[2]': recordOf(second, [attemptOf(1, 'failed')]),
});

describe('a mark', () => {
  test('keeps attempts, and says who, when and why', () => {
    const before = documentOf({ a: recordOf('failed', [attemptOf(1, 'failed')]) }, { state: 'failed' });
    const after = withMark(before, { task: 'a', state: 'success', ...by });
    expect(after.state).toBe('success');
    expect(after.tasks.a).toEqual({
      ...recordOf('success', [attemptOf(1, 'failed')]),
      mark: { state: 'success', ...by },
    });
    expect(after.actions).toEqual([{ kind: 'mark', tasks: ['a'], ...by }]);
  });

  test('of an instance makes its task what the instances are, once none of them has failed', () => {
    const tasks = { each: failed('each[1]', 'each[2]'), ...three('failed', 'failed') };
    const one = withMark(documentOf(tasks, { state: 'failed' }), { task: 'each[1]', state: 'success', ...by });
    expect([one.state, one.tasks.each]).toEqual(['failed', failed('each[2]')]);
    const both = withMark(one, { task: 'each[2]', state: 'skipped', ...by });
    expect([both.state, both.tasks.each]).toEqual(['success', { ...recordOf('success'), instances: 3 }]);
  });

  test('of an instance leaves a failure tolerated that was', () => {
    const each = { ...failed('each[1]', 'each[2]'), tolerated: true } as const;
    const before = documentOf({ each, ...three('failed', 'failed') }, { state: 'success' });
    const after = withMark(before, { task: 'each[2]', state: 'success', ...by });
    expect(after.tasks.each).toMatchObject({ state: 'failed', tolerated: true });
  });

  test('of a whole task counts more than its instances', () => {
    const before = documentOf({ each: failed('each[2]'), ...three('success', 'failed') }, { state: 'failed' });
    const after = withMark(before, { task: 'each', state: 'success', ...by });
    expect([after.state, after.tasks.each?.state, after.tasks['each[2]']?.state]).toEqual([
      'success',
      'success',
      'failed',
    ]);
  });

  test('does not end a run that goes on', () => {
    const before = documentOf({ a: recordOf('failed') });
    expect(withMark(before, { task: 'a', state: 'success', ...by }).state).toBe('running');
  });
});
