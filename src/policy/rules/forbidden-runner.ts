import { matches } from '../../model/glob.ts';
import type { Lane } from '../../model/lane.ts';
import { settingsFile } from '../../model/settings.ts';
import { ownersOfSettings } from '../owners.ts';
import type { PolicyRule } from '../policy-rule.ts';

/** What Actions runs on where nothing is said. */
const usual = 'ubuntu-latest';

export const forbiddenRunner: PolicyRule = {
  code: 'SG875',
  name: 'forbidden-runner',
  summary: 'A lane would run on a machine that the policy does not allow.',
  why: [
    'Runners of one’s own can reach what those of GitHub cannot, and large ones are dear. The repository has decided which labels its',
    'lanes may have: `policy.runners` of `.github/segue.yml`.',
  ].join(' '),
  fix: 'Take a label that is allowed, or ask those who own the settings.',
  check: ({ base, head, rules }) => {
    const { runners } = rules.policy;
    if (runners === undefined) return [];
    const owners = ownersOfSettings(rules);
    return Object.entries(head.settings.lanes).flatMap(([name, lane]) => {
      const old = Object.hasOwn(base.settings.lanes, name) ? labelsOf(base.settings.lanes[name]) : [];
      const labels = labelsOf(lane).filter((label) => !old.includes(label));
      return labels
        .filter((label) => !runners.some((glob) => matches(glob, label)))
        .map((label) => ({
          severity: 'error' as const,
          file: settingsFile,
          route: ['lanes', name, 'runs-on'],
          message: `the lane \`${name}\` would run on \`${label}\`, which the policy does not allow`,
          help:
            runners.length === 0
              ? 'It allows no runner.'
              : `It allows: ${runners.map((glob) => `\`${glob}\``).join(', ')}.`,
          owners,
        }));
    });
  },
};

/** Of a group its name, too. */
function labelsOf(lane: Lane | undefined): readonly string[] {
  const { runsOn = usual } = lane ?? {};
  if (typeof runsOn === 'string') return [runsOn];
  if (!('group' in runsOn || 'labels' in runsOn)) return [...(runsOn as readonly string[])];
  const { group, labels = [] } = runsOn;
  return [...(group === undefined ? [] : [group]), ...(typeof labels === 'string' ? [labels] : labels)];
}
