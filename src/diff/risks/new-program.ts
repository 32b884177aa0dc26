import { calledPrograms } from '../../model/called-programs.ts';
import type { RiskRule } from '../risk.ts';
import { at } from '../risk-places.ts';

export const newProgram: RiskRule = {
  code: 'SG856',
  name: 'new-program',
  severity: 'note',
  summary: 'A task calls a program that no pipeline has called before.',
  why: 'It may not be installed where the pipelines run, and it is code from elsewhere. The guess is made from the text of the command alone.',
  fix: 'Install it where the pipeline runs, e.g. by `setup` of its lane.',
  check: ({ pairs, base }) => {
    const known = new Set(base.pipelines.flatMap(({ tasks }) => tasks.flatMap(calledPrograms)));
    return pairs.flatMap(({ change, after }) => {
      if (after === undefined || change.kind === 'pipeline-removed') return [];
      const changed = new Set(change.kind === 'pipeline-changed' ? change.tasks.map(({ task }) => task) : []);
      const tasks = change.kind === 'pipeline-added' ? after.tasks : after.tasks.filter(({ id }) => changed.has(id));
      return tasks.flatMap((task) =>
        calledPrograms(task)
          .filter((program) => !program.includes('/') && !known.has(program))
          .map((program) => ({
            ...at(after, 'tasks', task.id, 'run'),
            message: `\`${task.id}\` calls \`${program}\`, which no pipeline has called before`,
            help: 'See that it is installed where the pipeline runs.',
          })),
      );
    });
  },
};
