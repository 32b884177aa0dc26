import { matches } from '../../model/glob.ts';
import type { Demand } from './demand.ts';
import { namesOf } from './names-of.ts';

export const allowedShell: Demand = {
  code: 'SG872',
  name: 'allowed-shell',
  summary: 'A task has a shell that the policy of the repository does not allow.',
  why: 'What runs tasks has to be on every machine, and known to who reviews them. The repository allows these: `policy.shells` of `.github/segue.yml`.',
  fix: 'Take a shell that is allowed, or ask for another in the policy. Globs allow forms: `uv run *` takes `uv run python {0}`.',
  check: ({ tasks }, { shells }) =>
    shells === undefined
      ? []
      : tasks
          .filter(({ shell }) => !shells.some((glob) => matches(glob, shell)))
          .map(({ id, shell }) => ({ what: shell, task: id, route: ['tasks', id, 'shell'] })),
  tell: (offences, { shells = [] }) => ({
    message: `${namesOf(offences.flatMap(({ task = '' }) => task))} ${offences.length === 1 ? 'has' : 'have'} the shell \`${offences[0].what}\`, which the policy does not allow`,
    help: shells.length === 0 ? 'The policy allows no shell.' : `Take one that it allows: ${namesOf(shells)}.`,
  }),
};
