import type { Task } from '../../model/pipeline.ts';
import type { Source } from '../../model/yaml/source.ts';
import { type NeedEntry, needEntries } from '../need-entries.ts';
import type { Finding, Rule } from '../rule.ts';

export const duplicateNeed: Rule = {
  code: 'SG203',
  name: 'duplicate-need',
  severity: 'error',
  summary: 'A task names the same upstream task twice.',
  why: 'The second entry says nothing. Most often another task was meant, and its order is missing.',
  fix: 'Remove the second entry, or name the task that was meant.',
  check({ pipeline, source }) {
    return pipeline.tasks.flatMap((task) => {
      if (!listsTwice(source, task)) return [];
      const first = new Map<string, NeedEntry>();
      return needEntries(source, task.id).flatMap((entry): Finding[] => {
        const earlier = first.get(entry.id);
        if (earlier === undefined) {
          first.set(entry.id, entry);
          return [];
        }
        return [
          {
            range: source.value(entry.route),
            message: `task \`${task.id}\` needs \`${entry.id}\` twice`,
            related: [{ range: source.value(earlier.route), message: 'the first entry' }],
            help: 'Remove this entry, or name the task that was meant.',
          },
        ];
      });
    });
  },
};

/** The loader drops duplicates, so a task has one if the file lists more entries than the task has needs. */
function listsTwice(source: Source, { id, needs }: Task): boolean {
  return needs.length > 0 && source.has(['tasks', id, 'needs', needs.length]);
}
