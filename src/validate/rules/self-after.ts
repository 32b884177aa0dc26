import type { Rule } from '../rule.ts';

export const selfAfter: Rule = {
  code: 'SG208',
  name: 'self-after',
  severity: 'error',
  summary: 'A pipeline comes after itself.',
  why: 'Each of its successes would start it again, without an end; and the first one would never come.',
  fix: 'Remove the entry, or name the pipeline that was meant. What runs again and again has a `schedule`.',
  check({ pipeline, links }) {
    const own = links.after.find(({ id }) => id === pipeline.id);
    if (own === undefined) return [];
    const message = `\`${pipeline.id}\` comes after itself`;
    return [{ range: own.range, message, help: 'Remove this entry, or name the pipeline that was meant.' }];
  },
};
