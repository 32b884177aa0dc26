/** An input of the Action: `action.yml`, its table in the documentation and what is read at run time come from here. */
export interface ActionInput {
  readonly name: string;
  readonly description: string;
  /** As `action.yml` writes it, e.g. an expression; empty if absent. */
  readonly fallback?: string;
}

/** What the Action can be asked to do. */
export const actionCommands = [
  'tick',
  'due',
  'run',
  'retry',
  'cancel',
  'mark',
  'comment',
  'check',
  'workflow-check',
] as const;

export type ActionCommand = (typeof actionCommands)[number];

/** In the order of `action.yml`. */
export const actionInputs = [
  {
    name: 'command',
    description: `What to do: ${actionCommands.map((name) => `\`${name}\``).join(', ')}. \`tick\` serves all that is due; \`due\` only tells which lanes have work; \`comment\` answers a comment that begins with /segue; \`check\` reviews the pull request that woke the job, and without one judges the pipelines of the checkout; \`workflow-check\` fails if the workflow is not the one that the pipelines ask for; the others do what a person asks.`,
    fallback: 'tick',
  },
  { name: 'environment', description: 'Whose state it is.', fallback: 'production' },
  { name: 'lane', description: 'With `tick`: only pipelines of this lane. Without it: of all.' },
  {
    name: 'pipeline',
    description: 'With `run`: the id of the pipeline. With `due`: answer its lane, whatever is due.',
  },
  { name: 'params', description: 'With `run`: params, one `name=value` a line.' },
  { name: 'interval', description: 'With `run`: the interval, as `START/END`, a date or an instant.' },
  {
    name: 'run',
    description:
      'With `retry`, `cancel` and `mark`: the id of the run, or its beginning. Without it: the newest one. With `due`: answer its lane.',
  },
  {
    name: 'tasks',
    description:
      'With `retry`: tasks to run again, one a line. Without it: all that did not succeed. With `mark`: tasks that were mended by hand.',
  },
  { name: 'state', description: 'With `mark`: `success` or `skipped`.' },
  { name: 'reason', description: 'With `cancel` and `mark`: why, for the history.' },
  { name: 'jobs', description: 'Tasks at once in each run. Without it: as many as the machine has cores.' },
  {
    name: 'token',
    description: 'For the state in Git and for what is told on GitHub. An App’s token works too.',
    fallback: `\${{ github.token }}`,
  },
] as const satisfies readonly ActionInput[];

export type ActionInputName = (typeof actionInputs)[number]['name'];

/** An output of the Action. */
export interface ActionOutput {
  readonly name: string;
  readonly description: string;
}

export const actionOutputs = [
  { name: 'conclusion', description: '`success`, `failure` if something needs a person, or `none` if nothing ran.' },
  { name: 'runs', description: 'Ids of the runs that were worked on, as a JSON list.' },
  { name: 'succeeded', description: 'How many of them succeeded.' },
  { name: 'failed', description: 'How many of them did not; one that was handed over to the next job is neither.' },
  { name: 'lanes', description: 'With `due`: the lanes that have work, as a JSON list.' },
  {
    name: 'summary',
    description: 'All of this as one JSON object, with the pipeline, state and commit of each run.',
  },
] as const satisfies readonly ActionOutput[];

export type ActionOutputName = (typeof actionOutputs)[number]['name'];
