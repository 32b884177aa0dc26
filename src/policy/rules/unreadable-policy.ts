import { settingsFile } from '../../model/settings.ts';
import { ownersOfSettings } from '../owners.ts';
import type { PolicyRule } from '../policy-rule.ts';

export const unreadablePolicy: PolicyRule = {
  code: 'SG879',
  name: 'unreadable-policy',
  summary: 'The policy that a change is judged by cannot be read.',
  why: [
    '`.github/segue.yml` of the branch that the change goes to has errors. Part of its policy may be lost by them, and a change that it',
    'forbids would pass.',
  ].join(' '),
  fix: 'Mend the settings there first, in a pull request that somebody who owns them approves.',
  check: ({ rules }) =>
    rules.isUnreadable
      ? [
          {
            severity: 'error',
            file: settingsFile,
            route: [],
            message: 'the policy of the branch that this goes to cannot be read: its settings have errors',
            help: 'Mend them there first; segue validate shows what is wrong. Who owns the settings may let this pass.',
            owners: ownersOfSettings(rules),
            fourEyes: true,
          },
        ]
      : [],
};
