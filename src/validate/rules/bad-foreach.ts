import { countText } from '../../diagnostic/count-text.ts';
import { parseExpression } from '../../model/expression/expression-parse.ts';
import { type ExpressionShape, shapeOf } from '../../model/expression/expression-shape.ts';
import { limits } from '../../model/limits.ts';
import type { Finding, Rule } from '../rule.ts';
import { uniqueFindings } from '../unique-findings.ts';

export const badForeach: Rule = {
  code: 'SG406',
  name: 'bad-foreach',
  severity: 'error',
  summary: '`foreach` gives something that is not a list, or a list beyond the bound.',
  why: [
    'A task with `foreach` runs once for each item of a list. Outputs, params and vars are text, so they are no lists until',
    '`fromJSON` reads them. A list that is only known at run time is bounded then; one that stands in the file is',
    `bounded here: at most ${countText(limits.foreachWidth)} items, so that no run grows without limit.`,
  ].join(' '),
  fix: 'Write `foreach: fromJSON(needs.TASK.outputs.NAME)`, and let that task give a JSON list; hand on fewer, larger items.',
  check({ expressions }) {
    const findings = expressions.flatMap((use): Finding[] => {
      const parsed = use.place === 'foreach' ? parseExpression(use.body) : undefined;
      if (parsed?.ok !== true) return [];
      const problem = problemOf(shapeOf(parsed.root), use.body.trim());
      return problem === undefined ? [] : [{ range: use.range(), ...problem }];
    });
    return uniqueFindings(findings);
  },
};

function problemOf(shape: ExpressionShape, body: string): Pick<Finding, 'message' | 'help'> | undefined {
  switch (shape.kind) {
    case 'unknown':
      return undefined;
    case 'list':
      if (shape.length <= limits.foreachWidth) return undefined;
      return {
        message: `\`foreach\` has ${shape.length} items; at most ${limits.foreachWidth} are allowed`,
        help: 'Hand on fewer, larger items, e.g. one for each hundred files.',
      };
    case 'text':
      return {
        message: '`foreach` needs a list, and this is text',
        help: `Write \`fromJSON(${shorten(body)})\` if the text is a JSON list.`,
      };
    case 'not-json':
      return {
        message: '`foreach` needs a list, and this text is not JSON',
        help: `Write a list, e.g. \`fromJSON('["FR", "DE"]')\`.`,
      };
    case 'number':
    case 'boolean':
    case 'null':
    case 'mapping':
      return {
        message: `\`foreach\` needs a list, and this is a ${shape.kind === 'null' ? 'null' : shape.kind}`,
        help: `Write a list, e.g. \`fromJSON('["FR", "DE"]')\`.`,
      };
  }
}

function shorten(body: string): string {
  return body.length <= 80 ? body : '…';
}
