import { clip } from '../../model/route-words.ts';
import { didYouMean } from '../did-you-mean.ts';
import type { Rule } from '../rule.ts';

export const unknownBackfillPipeline: Rule = {
  code: 'SG801',
  name: 'unknown-backfill-pipeline',
  severity: 'error',
  summary: 'A backfill is about a pipeline that the repository does not have.',
  why: 'It would be merged, and nothing would ever come of it.',
  fix: 'Correct the id. An id is the path below the folder of the pipelines without the ending, in the same case.',
  checkBackfill({ backfill, source, pipelines }) {
    const { pipeline } = backfill;
    if (pipelines.includes(pipeline)) return [];
    const message = `there is no pipeline \`${clip(pipeline, 120)}\` in this repository`;
    const help = () => didYouMean(pipeline, pipelines, 'pipelines');
    return [{ range: source.value(['pipeline']), message, help }];
  },
};
