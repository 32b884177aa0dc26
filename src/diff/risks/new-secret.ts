import type { RiskRule } from '../risk.ts';
import { at } from '../risk-places.ts';

export const newSecret: RiskRule = {
  code: 'SG855',
  name: 'new-secret',
  severity: 'note',
  summary: 'A pipeline gets a secret that it did not have.',
  why: 'Its tasks can read it from now on, and a run fails where the environment does not hold it. Segue sees names only, so whether it is there was not checked.',
  fix: 'Give the secret to each environment before the merge, and see who may read it now.',
  check: ({ pairs }) =>
    pairs.flatMap(({ before, after }) => {
      if (after === undefined) return [];
      const known = new Set(before?.secrets ?? []);
      return after.secrets.flatMap((name, index) =>
        known.has(name)
          ? []
          : [
              {
                ...at(after, 'secrets', index),
                message: `\`${name}\` is a secret that this pipeline did not have`,
                help: 'Whether the environments hold it was not checked.',
              },
            ],
      );
    }),
};
