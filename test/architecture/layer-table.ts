/** A folder of `src/`: what it may import, in the words of `docs/architecture.md`, and why not more. */
export interface Layer {
  readonly folder: string;
  readonly may: string;
  readonly why: string;
}

const pure = 'it must run in a browser and in a simulation';

/** From the bottom up. The only place where the layers are decided; the documentation is compared with it. */
export const layers: readonly Layer[] = [
  { folder: 'diagnostic', may: 'nothing', why: 'findings are plain data, everything else builds on them' },
  { folder: 'dag', may: 'nothing', why: 'graphs are about ids alone' },
  { folder: 'model', may: 'diagnostic, `yaml`, `zod`, `@actions/expressions`', why: pure },
  { folder: 'schedule', may: 'model, diagnostic', why: pure },
  { folder: 'validate', may: 'model, dag, diagnostic, schedule', why: 'validation executes nothing' },
  {
    folder: 'diff',
    may: 'model, dag, diagnostic, schedule, validate',
    why: 'what a change does is the same for a terminal, a job and a bot, and nothing of it is executed',
  },
  {
    folder: 'import',
    may: 'model, schedule, validate, diagnostic',
    why: 'it makes text of text; files come by the doors',
  },
  {
    folder: 'run',
    may: 'model, dag, schedule, diagnostic',
    why: 'the engine has no side effects, adapters come by ports',
  },
  {
    folder: 'tick',
    may: 'run, schedule, dag, model, diagnostic',
    why: 'what is due is decided by ticks and simulations alike',
  },
  {
    folder: 'workflow',
    may: 'model, schedule, diagnostic, `yaml`',
    why: 'it makes text of pipelines and settings, the same everywhere',
  },
  {
    folder: 'policy',
    may: 'diff, validate, schedule, dag, model, diagnostic',
    why: 'whether a change is allowed follows from both sides and from who agreed; those are found out elsewhere',
  },
  { folder: 'report', may: 'all of the above', why: 'reports read values, they fetch and change nothing' },
  {
    folder: 'incident',
    may: 'report, run, schedule, dag, model, diagnostic',
    why: 'what people are told of follows from what happened; it is stored and sent elsewhere',
  },
  {
    folder: 'simulate',
    may: 'incident, report, workflow, tick, run, diff, schedule, model, dag, diagnostic',
    why: 'what would happen, and who would be told, follows from what is given; nothing is executed, read or written',
  },
  {
    folder: 'command',
    may: 'report, model, diagnostic',
    why: 'what a comment asks is the same for a job and for a bot; they carry it out',
  },
  {
    folder: 'review',
    may: 'all of the above',
    why: 'a stranger’s pull request is judged as plain data, in a thread that can be ended',
  },
  {
    folder: 'store',
    may: 'incident’s types, command’s ledger, run’s ports and types, model’s types, diagnostic, Node, `zod`, `picomatch`, `yauzl`',
    why: 'an adapter knows the port that it fills, not the engine behind it',
  },
  {
    folder: 'process',
    may: 'run’s ports and types, model’s types, diagnostic, Node',
    why: 'an adapter knows the port that it fills, not the engine behind it',
  },
  {
    folder: 'github',
    may: 'report’s Forge port, run’s ports and types, store’s port of Git objects, diagnostic, `@octokit/rest`',
    why: 'an adapter knows the port that it fills; what it tells is decided before',
  },
  { folder: 'workspace', may: 'all of the above, Node', why: 'use cases stand below the doors' },
  { folder: 'cli', may: 'all below the doors, Node, `commander`', why: 'doors know the use cases, never each other' },
  {
    folder: 'action',
    may: 'all below the doors, Node, `@actions/core`, `@actions/artifact`',
    why: 'doors know the use cases, never each other',
  },
  {
    folder: 'bot',
    may: 'all below the doors, Node, `probot`, `@octokit/webhooks`, `prom-client`',
    why: 'doors know the use cases, never each other',
  },
];

/** Where somebody comes in: a person at a terminal, a job, GitHub itself. */
export const doors: readonly string[] = ['cli', 'action', 'bot'];

/** What parts of a folder the words of the table mean, by file. */
export const partsOfFolders: Readonly<Record<string, readonly string[]>> = {
  'run’s ports and types': [
    'run/ports.ts',
    'run/bundles.ts',
    'run/requests.ts',
    'run/attempt-id.ts',
    'run/audit.ts',
    'run/audit-message.ts',
    'run/document.ts',
    'run/lateness.ts',
    'run/leases.ts',
    'run/schedule-state.ts',
    'run/slots.ts',
    'run/served.ts',
    'run/states.ts',
    'run/untold.ts',
    'run/progress.ts',
  ],
  'incident’s types': ['incident/incident.ts', 'incident/told.ts', 'incident/bounds.ts', 'incident/culprits.ts'],
  'command’s ledger': ['command/ledger.ts'],
  'store’s port of Git objects': [
    'store/codec/damaged.ts',
    'store/git/git-objects.ts',
    'store/git/git-object-id.ts',
    'store/git/git-tree.ts',
    'store/push/remote-problem.ts',
  ],
  'report’s Forge port': [
    'report/forge/forge.ts',
    'report/forge/forge-limits.ts',
    'report/forge/change-forge.ts',
    'report/forge/commit-forge.ts',
    'report/forge/review-forge.ts',
  ],
  'model’s types': ['model/pipeline.ts', 'model/settings.ts', 'model/limits.ts', 'model/trigger-rule.ts'],
};
