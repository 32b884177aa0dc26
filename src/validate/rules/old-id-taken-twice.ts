import { clip } from '../../model/route-words.ts';
import type { Mention } from '../links.ts';
import type { Finding, Rule } from '../rule.ts';

export const oldIdTakenTwice: Rule = {
  code: 'SG213',
  name: 'old-id-taken-twice',
  severity: 'error',
  summary: 'Two pipelines are renamed from the same one.',
  why: 'There is one state, with one list of served intervals. Only one pipeline can go on with it.',
  fix: 'Keep `renamed-from` in the file that goes on, and remove it from the other: that one begins with an empty history.',
  checkFiles(files) {
    const first = new Map<string, Mention & { readonly by: string }>();
    const mentions = files.flatMap(({ id: by, links }) => (links?.renamedFrom ?? []).map((each) => ({ ...each, by })));
    return mentions.flatMap((mention): Finding[] => {
      const { id, range, by } = mention;
      const earlier = first.get(id);
      if (earlier === undefined) first.set(id, mention);
      if (earlier === undefined || earlier.by === by) return [];
      return [
        {
          range,
          message: `\`${by}\` is renamed from \`${clip(id, 120)}\`, and so is \`${earlier.by}\``,
          related: [{ range: earlier.range, message: `\`${earlier.by}\` takes it over as well` }],
          help: 'Remove this line, or the other one.',
        },
      ];
    });
  },
};
