import type { Pipeline } from '../../model/pipeline.ts';
import { fitsScope } from '../../model/policy-scope.ts';
import type { Settings } from '../../model/settings.ts';
import type { Finding, Rule } from '../rule.ts';

export const missingOwner: Rule = {
  code: 'SG504',
  name: 'missing-owner',
  severity: 'note',
  summary: 'A pipeline says neither who owns it nor what it is for.',
  why: 'When it fails at night, somebody has to know whom to ask and what depends on it.',
  fix: 'Add `owner` (a team or a person) and `description` (one sentence).',
  check({ pipeline, source, settings }): readonly Finding[] {
    const missing = (['owner', 'description'] as const).filter(
      (key) => pipeline[key] === undefined && !isRequired(key, pipeline, settings),
    );
    if (missing.length === 0) return [];
    return [
      {
        range: { file: source.file, start: 0, end: 0 },
        message: `the pipeline has no ${missing.map((key) => `\`${key}\``).join(' and no ')}`,
        help: 'Both are shown wherever a run is reported: `owner: "@acme/data"`, `description: Loads the orders.`',
      },
    ];
  },
};

/** What the policy requires is told as that. */
function isRequired(key: 'owner' | 'description', pipeline: Pipeline, { policy }: Settings): boolean {
  return policy.rules.some((rules) => rules.require.includes(key) && fitsScope(rules, pipeline));
}
