import { judgeParams } from '../judge-params.ts';
import type { Rule } from '../rule.ts';

export const badBackfillParam: Rule = {
  code: 'SG806',
  name: 'bad-backfill-param',
  severity: 'error',
  summary: 'A backfill gives a param that its pipeline does not take, or leaves out one that it needs.',
  why: 'Each of its runs would be refused. It is better known before the merge than after.',
  fix: 'Give each param that has no default, by its name, with a value of its type.',
  checkBackfill({ backfill, pipeline, source }) {
    if (pipeline === undefined) return [];
    const otherwise = source.value(['pipeline']);
    return judgeParams(pipeline, { params: backfill.params, route: ['params'], source, otherwise });
  },
};
