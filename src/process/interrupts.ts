/** How often the process was told to end. */
export interface Interruption {
  /** True from the first signal on. */
  readonly requested: () => boolean;
  /** What to do on a signal; at once if there was one already. `force` is true from the second one on. */
  readonly deliverTo: (interrupt: (force: boolean) => void) => void;
  /** Back to the default: a signal ends the process. */
  readonly release: () => void;
}

/** Conventional for a process that was interrupted: 128 and the number of SIGINT. */
export const interruptedExitCode = 130;

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Takes over the signals that end a process: once asks the run to end, twice kills its tasks, and a third time ends
 * Segue at once (the journal then knows how far the run has got). Before a run has begun, the first one ends Segue.
 */
export function catchInterrupts(): Interruption {
  let count = 0;
  let deliver: ((force: boolean) => void) | undefined;
  const onSignal = (): void => {
    count += 1;
    if (deliver === undefined || count > 2) process.exit(interruptedExitCode);
    deliver(count > 1);
  };
  for (const signal of signals) process.on(signal, onSignal);
  return {
    requested: () => count > 0,
    deliverTo: (interrupt) => {
      deliver = interrupt;
      if (count > 0) interrupt(count > 1);
    },
    release: () => {
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
}
