import type { Task } from '../../model/pipeline.ts';
import type { RuleContext } from '../context.ts';
import { referencesTo } from '../expression-use.ts';
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
  ].join(' '),
  fix: 'Add the task to `needs`.',
  check(context) {
    const byFoldedId = new Map(context.pipeline.tasks.map(({ id }) => [id.toLowerCase(), id]));
    const needsOf = foldedNeeds();
    const findings = referencesTo(context, 'needs').flatMap(({ name, use, range }): Finding[] => {
      const folded = name?.toLowerCase() ?? '';
      const read = byFoldedId.get(folded);
      if (read === undefined || needsOf(use.task).has(folded)) return [];
      return [{ range: range(), ...explain(context, use.task, read) }];
    });
    return uniqueFindings(findings);
  },
};

/** The needs of a task as expressions compare them, without case. */
function foldedNeeds(): (task: Task) => ReadonlySet<string> {
  const known = new Map<string, ReadonlySet<string>>();
  return ({ id, needs }) => {
    const folded = known.get(id) ?? new Set(needs.map((need) => need.toLowerCase()));
    known.set(id, folded);
    return folded;
  };
}

/** With more needs than this, a message neither lists them nor looks behind them. */
const fewNeeds = 8;

function explain({ taskById }: RuleContext, task: Task, read: string): Pick<Finding, 'message' | 'help'> {
  const { id, needs } = task;
  if (id === read) {
    const help = 'A task finds the outputs of others only; inside `run`, keep the value in a variable of the script.';
    return { message: `task \`${id}\` reads its own outputs before it has any`, help };
  }
  if (needs.length > fewNeeds) {
    return {
      message: `task \`${id}\` reads \`${read}\`, which is not in its \`needs\``,
      help: `Add \`${read}\` to them.`,
    };
  }
  const isUpstream = needs.some((need) => taskById.get(need)?.needs.includes(read));
  const reason = isUpstream ? 'which it needs only through another task' : 'which is not in its `needs`';
  return {
    message: `task \`${id}\` reads \`${read}\`, ${reason}`,
    help: `Write \`needs: [${[...needs, read].join(', ')}]\`.`,
  };
}
