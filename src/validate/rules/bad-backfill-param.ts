import type { Param, ParamValue, Pipeline } from '../../model/pipeline.ts';
import type { BackfillContext } from '../backfill-context.ts';
import { didYouMean } from '../did-you-mean.ts';
import type { Finding, Rule } from '../rule.ts';

export const badBackfillParam: Rule = {
  code: 'SG806',
  name: 'bad-backfill-param',
  severity: 'error',
  summary: 'A backfill gives a param that its pipeline does not take, or leaves out one that it needs.',
  why: 'Each of its runs would be refused. It is better known before the merge than after.',
  fix: 'Give each param that has no default, by its name, with a value of its type.',
  checkBackfill(context) {
    const { pipeline } = context;
    if (pipeline === undefined) return [];
    return [...wrongValues(context, pipeline), ...missing(context, pipeline)];
  },
};

function wrongValues({ backfill, source }: BackfillContext, pipeline: Pipeline): readonly Finding[] {
  return Object.entries(backfill.params).flatMap(([name, value]): Finding[] => {
    const param = Object.hasOwn(pipeline.params, name) ? pipeline.params[name] : undefined;
    if (param === undefined) {
      const help = () => didYouMean(name, Object.keys(pipeline.params), `params of \`${pipeline.id}\``);
      const message = `\`${pipeline.id}\` has no param \`${name}\``;
      return [{ range: source.key(['params', name]), message, help }];
    }
    const problem = misfit(param, value);
    return problem === undefined
      ? []
      : [{ range: source.value(['params', name]), message: `param \`${name}\` ${problem[0]}`, help: problem[1] }];
  });
}

function misfit(
  { type, enum: choices }: Param,
  value: ParamValue,
): readonly [message: string, help: string] | undefined {
  if (typeof value !== type) {
    const help = type === 'string' ? `Put it in quotes: "${String(value)}".` : `Write a ${type} without quotes.`;
    return [`is a ${type}, but this is a ${typeof value}`, help];
  }
  if (choices === undefined || choices.includes(value)) return undefined;
  return ['has other choices', didYouMean(String(value), choices.map(String), 'choices')];
}

function missing({ backfill, source }: BackfillContext, { id, params }: Pipeline): readonly Finding[] {
  return Object.entries(params).flatMap(([name, param]): Finding[] => {
    if (param.default !== undefined || Object.hasOwn(backfill.params, name)) return [];
    const message = `\`${id}\` needs the param \`${name}\`, which has no default`;
    const help = `Write \`params: { ${name}: … }\`, a ${param.type}.`;
    return [{ range: source.has(['params']) ? source.key(['params']) : source.value(['pipeline']), message, help }];
  });
}
