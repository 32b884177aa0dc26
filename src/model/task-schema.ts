/** Task keys that `defaults` may hold, as written in a file. */
export type TaskDefaultsFile = Readonly<Record<string, unknown>>;
