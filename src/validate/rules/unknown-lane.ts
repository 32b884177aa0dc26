import { defaults } from '../../model/limits.ts';
import { didYouMean } from '../did-you-mean.ts';
import type { Rule } from '../rule.ts';

export const unknownLane: Rule = {
  code: 'SG502',
  name: 'unknown-lane',
  severity: 'error',
  summary: 'A pipeline asks for a lane that the settings do not name.',
  why: 'A lane says on which runner and with which secrets a pipeline runs. An unknown one would leave its runs without a place.',
  fix: 'Correct the name, or add the lane to `lanes` in `.github/segue.yml`. The lane `default` always exists.',
  check({ pipeline, source, settings }) {
    const known = [...new Set([defaults.lane, ...Object.keys(settings.lanes)])];
    if (known.includes(pipeline.lane)) return [];
    return [
      {
        range: source.value(['lane']),
        message: `the lane \`${pipeline.lane}\` is not in the settings`,
        help: `${didYouMean(pipeline.lane, known, 'lanes')} A new one is a line in .github/segue.yml: \`lanes: { ${pipeline.lane}: {} }\`.`,
      },
    ];
  },
};
