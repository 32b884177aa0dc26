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
    return files.flatMap(({ id: own, links }): Finding[] => {
      if (links?.renamedFrom === undefined) return [];
      const { id, range } = links.renamedFrom;
      const earlier = first.get(id);
      if (earlier === undefined) {
        first.set(id, { id, range, by: own });
        return [];
      }
      return [
        {
          range,
          message: `\`${own}\` is renamed from \`${clip(id, 120)}\`, and so is \`${earlier.by}\``,
          related: [{ range: earlier.range, message: `\`${earlier.by}\` takes it over as well` }],
          help: 'Remove this line, or the other one.',
        },
      ];
    });
  },
};
