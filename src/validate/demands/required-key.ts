import type { Pipeline } from '../../model/pipeline.ts';
import type { RequiredKey } from '../../model/policy.ts';
import type { Demand } from './demand.ts';

export const requiredKey: Demand = {
  code: 'SG871',
  name: 'required-key',
  summary: 'A pipeline lacks a key that the policy of the repository requires.',
  why: [
    'An owner is assigned when the pipeline fails and asked when it changes; a deadline tells when the data is late. The repository has',
    'decided that its pipelines say so: `policy.require` of `.github/segue.yml`.',
  ].join(' '),
  fix: 'Write the key. A deadline is asked only of pipelines with a schedule.',
  check: (pipeline, { require }) =>
    require.filter((key) => lacks(pipeline, key)).map((key) => ({ what: key, route: [] })),
  tell: ([{ what }]) => ({
    message: `the pipeline has no \`${what}\`, which the policy requires`,
    help: `Write it: ${examples[what as RequiredKey]}.`,
  }),
};

const examples: Readonly<Record<RequiredKey, string>> = {
  owner: '`owner: "@acme/data"`',
  description: '`description: Loads the orders`',
  deadline: '`deadline: { by: "07:00" }`',
  runbook: '`runbook: https://wiki.acme.dev/orders`',
  tags: '`tags: [daily]`',
  name: '`name: Orders`',
};

function lacks(pipeline: Pipeline, key: RequiredKey): boolean {
  if (key === 'tags') return pipeline.tags.length === 0;
  if (key === 'deadline') return pipeline.deadline === undefined && pipeline.on.schedule.length > 0;
  return (pipeline[key] ?? '').trim() === '';
}
