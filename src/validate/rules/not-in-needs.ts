import type { RuleContext } from '../context.ts';
import { isNamed, type Reference, referencesTo } from '../expression-use.ts';
import type { Finding, Rule } from '../rule.ts';
import { uniqueFindings } from '../unique-findings.ts';

export const notInNeeds: Rule = {
  code: 'SG403',
  name: 'not-in-needs',
  severity: 'error',
  summary: 'An expression reads a task that is not among the direct `needs` of its own task.',
  why: [
    'Only a needed task has certainly finished when its outputs are read. That also holds for tasks further upstream:',
    'they are not handed through, so that `needs` shows all that a task depends on.',
  ].join('\n'),
  fix: 'Add the task to `needs`.',
  check(context) {
    const byFoldedId = new Map(context.pipeline.tasks.map(({ id }) => [id.toLowerCase(), id]));
    const findings = referencesTo(context, 'needs').flatMap((reference): Finding[] => {
      const read = byFoldedId.get(reference.name?.toLowerCase() ?? '');
      const { task } = reference.use;
      if (read === undefined || task.needs.some((need) => isNamed(need, read))) return [];
      return [{ range: reference.range, ...explain(context, reference, read) }];
    });
    return uniqueFindings(findings);
  },
};

function explain({ taskById }: RuleContext, { use }: Reference, read: string): Pick<Finding, 'message' | 'help'> {
  const { task } = use;
  if (task.id === read) {
    const help = 'A task finds the outputs of others only; inside `run`, keep the value in a variable of the script.';
    return { message: `task \`${read}\` reads its own outputs before it has any`, help };
  }
  const isUpstream = task.needs.some((need) => taskById.get(need)?.needs.includes(read));
  const reason = isUpstream ? 'which it needs only through another task' : 'which is not in its `needs`';
  const needs = [...task.needs, read].join(', ');
  return { message: `task \`${task.id}\` reads \`${read}\`, ${reason}`, help: `Write \`needs: [${needs}]\`.` };
}
