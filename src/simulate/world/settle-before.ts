import type { StandingPause } from './intents.ts';
import type { Ledger } from './ledger.ts';

/**
 * What is due before the window (`from`, milliseconds since the epoch) is taken for done: each schedule stands at its newest fire, or
 * where it stood when it was paused.
 */
export function settleBefore(ledger: Ledger, from: number, pauses: readonly StandingPause[]): void {
  for (const { pipeline, pause, cursor } of pauses) {
    if (cursor !== undefined) ledger.put(pipeline, { ...ledger.state(pipeline), cursor, paused: pause });
  }
  const sight = { now: from - 1, holders: {} };
  for (const id of ledger.ids) {
    for (let step = ledger.step(id, sight); step.kind === 'note' && step.note.kind !== 'nothing-to-fill'; ) {
      ledger.put(id, step.state);
      step = ledger.step(id, sight);
    }
  }
  for (const { pipeline, pause } of pauses) ledger.put(pipeline, { ...ledger.state(pipeline), paused: pause });
}
