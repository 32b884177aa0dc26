import { cycles } from '../../dag/cycle.ts';
import { idAt } from '../../dag/graph.ts';
import type { RuleContext } from '../context.ts';
import { needRoute } from '../need-entries.ts';
import type { Finding, Rule } from '../rule.ts';

/** A longer way round is shortened in the middle. */
const shown = 20;

export const cycle: Rule = {
  code: 'SG204',
  name: 'cycle',
  severity: 'error',
  summary: 'Tasks need each other in a circle.',
  why: 'Each of them would wait for the others, and none could ever start.',
  fix: 'Remove one of the `needs` on the way round. If a task does two things, divide it: one part before, one after.',
  check(context) {
    return cycles(context.graph).map(({ path, members }): Finding => {
      const ids = path.map((index) => idAt(context.graph, index));
      const [first = '', second = first] = ids;
      const [, ...others] = ids.map((id, position) => ({ id, need: ids[position + 1] ?? first }));
      const also = members.length > path.length ? `; ${members.length} tasks are on circles with it` : '';
      return {
        range: rangeOfNeed(context, first, second),
        message: `tasks need each other in a circle: ${describe([...ids, first])}${also}`,
        related: others.slice(0, shown).map(({ id, need }) => ({
          range: rangeOfNeed(context, id, need),
          message: `\`${id}\` needs \`${need}\``,
        })),
        help: 'Remove one of these `needs`.',
      };
    });
  },
};

function rangeOfNeed({ source }: RuleContext, task: string, need: string) {
  return source.value(needRoute(source, task, need));
}

function describe(ids: readonly string[]): string {
  const names = ids.length <= shown ? ids : [...ids.slice(0, shown / 2), '…', ...ids.slice(-shown / 2)];
  return names.join(' → ');
}
