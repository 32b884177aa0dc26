import { clip } from '../../model/route-words.ts';
import type { Mention } from '../links.ts';
import type { Finding, Rule } from '../rule.ts';

export const duplicateAfter: Rule = {
  code: 'SG209',
  name: 'duplicate-after',
  severity: 'error',
  summary: '`after` names the same pipeline twice.',
  why: 'The second entry says nothing. Most often another pipeline was meant, and this one does not wait for it.',
  fix: 'Remove the second entry, or name the pipeline that was meant.',
  check({ links }) {
    const first = new Map<string, Mention>();
    return links.after.flatMap((each): Finding[] => {
      const earlier = first.get(each.id);
      if (earlier === undefined) {
        first.set(each.id, each);
        return [];
      }
      return [
        {
          range: each.range,
          message: `\`after\` names \`${clip(each.id)}\` twice`,
          related: [{ range: earlier.range, message: 'the first entry' }],
          help: 'Remove this entry, or name the pipeline that was meant.',
        },
      ];
    });
  },
};
