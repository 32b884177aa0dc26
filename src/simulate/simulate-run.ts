import type { RunDocument } from '../run/document.ts';
import { type Change, type Execution, execute } from '../run/execute.ts';
import type { Plan } from '../run/plan.ts';
import type { Journal } from '../run/ports.ts';
import { initialState } from '../run/restore.ts';
import { documentOf } from '../run/run-state.ts';
import type { SlotPort } from '../run/slots.ts';
import { EffortSpent } from './effort-spent.ts';
import { type Script, ScriptedRunner } from './scripted-runner.ts';
import { VirtualClock } from './virtual-clock.ts';
import type { Effort } from './world/effort.ts';

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
 *
 * @param effort What may be computed; a step of the engine takes one, and one for each of its effects.
 * @throws {EffortSpent} if that is not enough.
 */
export function simulateRun(plan: Plan, script: Script, effort?: Effort): SimulatedRun {
  const clock = new VirtualClock(Date.parse(plan.createdAt));
  const moves: Move[] = [];
  const ports = {
    clock,
    runner: new ScriptedRunner(clock, script),
    journal: forgetful,
    slots: slotsOf(clock, () => execution),
    observe: (change: Change) => {
      if (effort !== undefined) spend(effort, change);
      noteMoves(change, moves);
    },
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

/** All of a run may happen within one leap of the clock, so it is looked at each step. */
function spend(effort: Effort, change: Change): void {
  if (change.kind === 'step') effort.spend(1 + change.effects.length);
  if (effort.isSpent) throw new EffortSpent();
}

function noteMoves(change: Change, moves: Move[]): void {
  if (change.kind !== 'step') return;
  const { event, effects } = change;
  if (event.type === 'attempt-finished') moves.push({ kind: 'ended', task: event.task, attempt: event.attempt });
  for (const effect of effects) {
    if (effect.type === 'start') moves.push({ kind: 'began', task: effect.task, attempt: effect.attempt });
  }
}
