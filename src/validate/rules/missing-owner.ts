import type { Finding, Rule } from '../rule.ts';

export const missingOwner: Rule = {
  code: 'SG504',
  name: 'missing-owner',
  severity: 'note',
  summary: 'A pipeline says neither who owns it nor what it is for.',
  why: 'When it fails at night, somebody has to know whom to ask and what depends on it.',
  fix: 'Add `owner` (a team or a person) and `description` (one sentence).',
  check({ pipeline, source }): readonly Finding[] {
    const missing = (['owner', 'description'] as const).filter((key) => pipeline[key] === undefined);
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
