import type { SimulatedProcess } from './process.ts';

const owners = new WeakMap<object, SimulatedProcess>();

/** Each process has a clock of its own, which goes wherever its work goes: so it tells whose work that is. */
export function ownClock(process: SimulatedProcess): void {
  owners.set(process.clock, process);
}

export function processOfClock(clock: object): SimulatedProcess {
  const found = owners.get(clock);
  if (found === undefined) throw new Error('this is the clock of nobody');
  return found;
}
