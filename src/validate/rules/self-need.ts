import { needRoute } from '../need-entries.ts';
import type { Rule } from '../rule.ts';

export const selfNeed: Rule = {
  code: 'SG202',
  name: 'self-need',
  severity: 'error',
  summary: 'A task needs itself.',
  why: 'It would wait for its own end, and never start.',
  fix: 'Remove the entry, or name the task that was meant.',
  check({ pipeline, source }) {
    return pipeline.tasks
      .filter((task) => task.needs.includes(task.id))
      .map((task) => ({
        range: source.value(needRoute(source, task.id, task.id)),
        message: `task \`${task.id}\` needs itself and could never start`,
        help: `Remove \`${task.id}\` from its \`needs\`.`,
      }));
  },
};
