import { didYouMean } from '../did-you-mean.ts';
import { needRoute } from '../need-entries.ts';
import type { Rule } from '../rule.ts';

export const unknownNeed: Rule = {
  code: 'SG201',
  name: 'unknown-need',
  severity: 'error',
  summary: 'A task needs a task that the pipeline does not have.',
  why: 'A task starts after the tasks in its `needs`. One that does not exist never ends, so the order would be unknown.',
  fix: 'Correct the id, or remove the entry. Ids are case-sensitive, and only tasks of the same file can be needed.',
  check({ pipeline, source, taskById }) {
    const ids = [...taskById.keys()];
    const othersThan = (id: string) => ids.filter((each) => each !== id);
    return pipeline.tasks.flatMap((task) =>
      task.needs
        .filter((need) => !taskById.has(need))
        .map((need) => ({
          range: source.value(needRoute(source, task.id, need)),
          message: `task \`${task.id}\` needs \`${need}\`, which is not a task of this pipeline`,
          help: didYouMean(need, othersThan(task.id), 'tasks of this pipeline'),
        })),
    );
  },
};
