import { clip } from '../../model/route-words.ts';
import { didYouMean } from '../did-you-mean.ts';
import type { Rule } from '../rule.ts';

export const unknownTestPipeline: Rule = {
  code: 'SG821',
  name: 'unknown-test-pipeline',
  severity: 'error',
  summary: 'A test is about a pipeline that the repository does not have.',
  why: 'It would test nothing, and nobody would notice.',
  fix: 'Correct the id. An id is the path below the folder of the pipelines without the ending, in the same case.',
  checkTest({ test: { pipeline }, source, pipelines }) {
    if (pipelines.includes(pipeline)) return [];
    const message = `there is no pipeline \`${clip(pipeline, 120)}\` in this repository`;
    const help = () => didYouMean(pipeline, pipelines, 'pipelines');
    return [{ range: source.value(['pipeline']), message, help }];
  },
};
