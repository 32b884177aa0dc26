/** What a person can ask of the workflow by hand, and `segue … --env production` by the API. GitHub takes 25 of them. */
export interface DispatchInput {
  /** The Action has an input of the same name. */
  readonly name: string;
  readonly description: string;
  /** The only values that it takes, the first without being asked; any text without them. */
  readonly choices?: readonly string[];
}

/** In the order of the form that GitHub shows. */
export const dispatchInputs: readonly DispatchInput[] = [
  { name: 'command', description: 'What to do', choices: ['tick', 'run', 'retry', 'cancel', 'mark'] },
  { name: 'pipeline', description: 'run: the id of the pipeline' },
  { name: 'params', description: 'run: params, each as name=value, separated by line breaks' },
  { name: 'interval', description: 'run: the interval, as START/END, a date or an instant' },
  { name: 'run', description: 'retry, cancel, mark: the id of the run; without it the newest' },
  { name: 'tasks', description: 'retry, mark: ids of tasks; without them all that did not succeed' },
  { name: 'state', description: 'mark: success or skipped' },
  { name: 'reason', description: 'cancel, mark: why; it is kept in the history' },
];

/** The type of `repository_dispatch` by which an outside clock asks for a tick. */
export const tickEvent = 'segue-tick';
