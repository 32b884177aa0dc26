import type { Task } from '../../model/pipeline.ts';
import type { Source } from '../../model/yaml/source.ts';
import { type Unreachable, unreachableTasks } from '../reachability.ts';
import type { Finding, Rule } from '../rule.ts';
import { taskRoute } from '../task-route.ts';

export const unreachableTask: Rule = {
  code: 'SG205',
  name: 'unreachable-task',
  severity: 'error',
  summary: 'A task can never start: its trigger rule cannot hold, whatever its upstream tasks do.',
  why: [
    'A task that no run can start is a mistake in its trigger rule or its `needs`; often it is the one that should have',
    'raised the alarm. The check follows the states that each task can end in, with the same judgement that the',
    'engine uses: a task without `if` and `foreach`, for example, is never skipped while everything before it runs.',
  ].join(' '),
  fix: 'Name the tasks to watch in `needs`, or choose another `trigger-rule`. `docs/trigger-rules.md` shows when each one holds.',
  check({ pipeline, source, order }) {
    return unreachableTasks(pipeline.tasks, order).flatMap((found): Finding[] => {
      const task = pipeline.tasks[found.index];
      if (task === undefined || needsAreLost(source, task)) return [];
      const route = taskRoute(source, task.id, ['trigger-rule']);
      return [{ range: source.value(route), message: messageFor(task, found), help: helpFor(task) }];
    });
  },
};

/** True if `needs` is written in a way that the loader refused: what the task waits for is then not known. */
function needsAreLost(source: Source, { id, needs }: Task): boolean {
  return needs.length === 0 && source.has(['tasks', id, 'needs', 0]);
}

function messageFor({ id, triggerRule }: Task, { upstreams }: Unreachable): string {
  const reason =
    upstreams.length === 0
      ? 'it needs no task'
      : upstreams
          .slice(0, 5)
          .map(({ id: upstream, states }) => `\`${upstream}\` ends ${states.join(' or ')}`)
          .join(', ');
  return `task \`${id}\` can never start: \`${triggerRule}\` cannot hold, for ${reason}`;
}

function helpFor({ needs }: Task): string {
  return needs.length === 0
    ? 'Name the tasks that it waits for in `needs`, or leave `trigger-rule` out.'
    : 'Choose a rule that these states can fulfil, e.g. `all_done`.';
}
