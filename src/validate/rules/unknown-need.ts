import { didYouMean } from '../did-you-mean.ts';
import { needRoutes } from '../need-entries.ts';
import type { Rule } from '../rule.ts';

export const unknownNeed: Rule = {
  code: 'SG201',
  name: 'unknown-need',
  severity: 'error',
  summary: 'A task needs a task that the pipeline does not have.',
  why: 'A task starts after the tasks in its `needs`. One that does not exist never ends, so the order would be unknown.',
  fix: 'Correct the id, or remove the entry. Ids are case-sensitive, and only tasks of the same file can be needed.',
  check({ pipeline, source, taskById }) {
    return pipeline.tasks.flatMap(({ id, needs }) => {
      const unknown = needs.filter((need) => !taskById.has(need));
      if (unknown.length === 0) return [];
      const routeOf = needRoutes(source, id);
      return unknown.map((need) => ({
        range: source.value(routeOf(need)),
        message: `task \`${id}\` needs \`${need}\`, which is not a task of this pipeline`,
        help: () =>
          helpFor(
            need,
            [...taskById.keys()].filter((each) => each !== id),
          ),
      }));
    });
  },
};

function helpFor(need: string, others: readonly string[]): string {
  const parts = need.slice(0, 500).split(/[\s,]+/);
  if (parts.length > 1 && parts.every((part) => others.includes(part)))
    return `Write \`needs: [${parts.join(', ')}]\`.`;
  return didYouMean(need, others, 'other tasks of this pipeline');
}
