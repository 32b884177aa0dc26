import type { RunDocument } from '../run/document.ts';
import { type Change, type Execution, execute } from '../run/execute.ts';
import type { Plan } from '../run/plan.ts';
import type { Journal } from '../run/ports.ts';
import { initialState } from '../run/restore.ts';
import { documentOf } from '../run/run-state.ts';
import type { SlotPort } from '../run/slots.ts';
import { type Script, ScriptedRunner } from './scripted-runner.ts';
import { VirtualClock } from './virtual-clock.ts';

/** An attempt began or ended. Of what happens in one instant this is the order. */
export interface Move {
  readonly kind: 'began' | 'ended';
  /** A task, or an instance of a `foreach` task. */
  readonly task: string;
  readonly attempt: number;
}

export interface SimulatedRun {
  /** As it would be stored at the run's end. */
  readonly document: RunDocument;
  readonly moves: readonly Move[];
}

/**
 * Plays a run from its beginning to its end, in the time that it takes to compute it. The engine and its live driver do what they
 * always do; only clock and tasks are others. Nothing is executed, read or written. Pools that processes share are this run's alone.
 */
export function simulateRun(plan: Plan, script: Script): SimulatedRun {
  const clock = new VirtualClock(Date.parse(plan.createdAt));
  const moves: Move[] = [];
  const ports = {
    clock,
    runner: new ScriptedRunner(clock, script),
    journal: forgetful,
    slots: slotsOf(clock, () => execution),
    observe: (change: Change) => noteMoves(change, moves),
  };
  const execution: Execution = execute(initialState(plan, plan.createdAt), ports);
  while (execution.current().phase === 'running') {
    if (!clock.leap()) throw new Error(`the simulated run of ${plan.pipeline} stands still`);
  }
  return { document: documentOf(execution.current()), moves };
}

const forgetful: Journal = { append: () => {}, flush: async () => {}, close: async () => {} };

/** The port promises never to grant at once. */
function slotsOf(clock: VirtualClock, execution: () => Execution): SlotPort {
  return { need: (pool, _, { wanted }) => void clock.after(0, () => execution().granted(pool, wanted)) };
}

function noteMoves(change: Change, moves: Move[]): void {
  if (change.kind !== 'step') return;
  const { event, effects } = change;
  if (event.type === 'attempt-finished') moves.push({ kind: 'ended', task: event.task, attempt: event.attempt });
  for (const effect of effects) {
    if (effect.type === 'start') moves.push({ kind: 'began', task: effect.task, attempt: effect.attempt });
  }
}
