import type { Attempt, Instant, RunDocument, TaskRecord } from './document.ts';
import { isFinal } from './states.ts';

/**
 * Ends a run that nobody can go on with: what was running is lost and has failed, what had not begun is cancelled. Every
 * success stays, so that a retry builds on it.
 */
export function abandonRun(document: RunDocument, at: Instant, by: string, reason: string): RunDocument {
  const tasks = Object.entries(document.tasks).map(([id, record]) => [id, abandonTask(record, at, by)] as const);
  return {
    ...document,
    state: 'failed',
    finishedAt: at,
    tasks: Object.fromEntries(tasks),
    actions: [...document.actions, { kind: 'lost', by, at, reason }],
  };
}

function abandonTask(record: TaskRecord, at: Instant, by: string): TaskRecord {
  if (isFinal(record.state)) return record;
  const attempts = record.attempts.map((attempt) => (attempt.state === 'running' ? lost(attempt, at) : attempt));
  if (attempts.length > 0) return { ...record, state: 'failed', attempts };
  return { ...record, state: 'cancelled', reason: { kind: 'cancelled', why: 'lost', by } };
}

function lost({ group: _, ...attempt }: Attempt, at: Instant): Attempt {
  return { ...attempt, state: 'lost', finishedAt: at, outcome: { kind: 'lost' } };
}
