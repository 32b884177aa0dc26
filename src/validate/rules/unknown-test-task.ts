import { limits } from '../../model/limits.ts';
import type { Pipeline, Task } from '../../model/pipeline.ts';
import { taskOfInstance } from '../../model/pipeline-test.ts';
import { clip } from '../../model/route-words.ts';
import { didYouMean } from '../did-you-mean.ts';
import type { Finding, Rule } from '../rule.ts';
import { type TaskMention, taskMentions } from '../test-mentions.ts';

export const unknownTestTask: Rule = {
  code: 'SG822',
  name: 'unknown-test-task',
  severity: 'error',
  summary: 'A test names a task that its pipeline does not have.',
  why: 'An answer for it would never be given, and what is expected of it could never come true.',
  fix: 'Correct the id. `load[3]` is the fourth instance of a `foreach` task `load`.',
  checkTest({ test, source, pipeline }) {
    if (pipeline === undefined) return [];
    const tasks = new Map(pipeline.tasks.map((task) => [task.id, task]));
    return taskMentions(test, source).flatMap((mention): Finding[] => {
      const problem = problemOf(mention, tasks, pipeline);
      const { route, isKey } = mention;
      return problem === undefined ? [] : [{ range: isKey ? source.key(route) : source.value(route), ...problem }];
    });
  },
};

function problemOf(
  { id, isWhole }: TaskMention,
  tasks: ReadonlyMap<string, Task>,
  pipeline: Pipeline,
): Pick<Finding, 'message' | 'help'> | undefined {
  const whole = taskOfInstance(id);
  const task = tasks.get(whole);
  const shown = clip(id);
  if (task === undefined) {
    const help = () => didYouMean(whole, [...tasks.keys()], `tasks of \`${pipeline.id}\``);
    return { message: `\`${pipeline.id}\` has no task \`${shown}\``, help };
  }
  if (whole === id) return undefined;
  const help = `Write \`${whole}\`.`;
  if (task.foreach === undefined) return { message: `\`${whole}\` has no instances: it is no \`foreach\` task`, help };
  if (isWhole) return { message: `\`starts\` lists whole tasks, not instances such as \`${shown}\``, help };
  const position = Number(id.slice(whole.length + 1, -1));
  if (position < limits.foreachWidth && id === `${whole}[${position}]`) return undefined;
  return {
    message: `there is never an instance \`${shown}\``,
    help: `They are \`${whole}[0]\` to \`${whole}[${limits.foreachWidth - 1}]\`.`,
  };
}
