/** From TERM to KILL. */
export const defaultGraceMs = 10_000;

/** How long a task's processes may live and write after it has ended. */
export const defaultDrainMs = 2_000;

/** An attempt that ends sooner is not worth a record of its process group. */
export const announceAfterMs = 50;
