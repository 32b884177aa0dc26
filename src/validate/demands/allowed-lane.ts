import type { Demand } from './demand.ts';
import { namesOf } from './names-of.ts';

export const allowedLane: Demand = {
  code: 'SG873',
  name: 'allowed-lane',
  summary: 'A pipeline runs in a lane that the policy of the repository does not allow it.',
  why: 'A lane has secrets and permissions of its own, and its runners may be dear. The repository says which pipelines may use which: `policy.lanes` of `.github/segue.yml`.',
  fix: 'Take a lane that is allowed. Without `lane` a pipeline runs in `default`.',
  check: ({ lane }, { lanes }) =>
    lanes === undefined || lanes.includes(lane) ? [] : [{ what: lane, route: ['lane'] }],
  tell: ([{ what }], { lanes = [] }) => ({
    message: `the pipeline runs in the lane \`${what}\`, which the policy does not allow it`,
    help: lanes.length === 0 ? 'The policy allows it no lane.' : `Take one that it allows: ${namesOf(lanes)}.`,
  }),
};
