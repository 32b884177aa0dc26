/** Values of the inputs of a dispatch, by name: see `workflow/dispatch-inputs.ts`. */
export type AskedInputs = Readonly<Record<string, string>>;

/** Asks for a retry of a run: of these tasks, or without any of all that did not succeed. */
export function retryInputs(run: string, tasks: readonly string[]): AskedInputs {
  return { command: 'retry', run, ...(tasks.length === 0 ? {} : { tasks: tasks.join('\n') }) };
}
