import type { Range } from '../diagnostic/diagnostic.ts';
import type { Param, ParamValue, Pipeline } from '../model/pipeline.ts';
import type { Route, Source } from '../model/yaml/source.ts';
import { didYouMean } from './did-you-mean.ts';
import type { Finding } from './rule.ts';

/** Values that a file gives to the params of a pipeline. */
export interface GivenParams {
  readonly params: Readonly<Record<string, ParamValue>>;
  /** Of the mapping that holds them. */
  readonly route: Route;
  readonly source: Source;
  /** What a missing param is told of, where there is no such mapping. */
  readonly otherwise: Range;
}

/** Params that the pipeline does not take, values that do not fit, and params without a default that are not given. */
export function judgeParams(pipeline: Pipeline, given: GivenParams): readonly Finding[] {
  return [...wrongValues(pipeline, given), ...missing(pipeline, given)];
}

function wrongValues(pipeline: Pipeline, { params, route, source }: GivenParams): readonly Finding[] {
  return Object.entries(params).flatMap(([name, value]): Finding[] => {
    const param = Object.hasOwn(pipeline.params, name) ? pipeline.params[name] : undefined;
    if (param === undefined) {
      const help = () => didYouMean(name, Object.keys(pipeline.params), `params of \`${pipeline.id}\``);
      const message = `\`${pipeline.id}\` has no param \`${name}\``;
      return [{ range: source.key([...route, name]), message, help }];
    }
    const problem = misfit(param, value);
    return problem === undefined
      ? []
      : [{ range: source.value([...route, name]), message: `param \`${name}\` ${problem[0]}`, help: problem[1] }];
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

function missing({ id, params }: Pipeline, given: GivenParams): readonly Finding[] {
  const { route, source, otherwise } = given;
  return Object.entries(params).flatMap(([name, param]): Finding[] => {
    if (param.default !== undefined || Object.hasOwn(given.params, name)) return [];
    const message = `\`${id}\` needs the param \`${name}\`, which has no default`;
    const help = `Write \`params: { ${name}: … }\`, a ${param.type}.`;
    return [{ range: source.has(route) ? source.key(route) : otherwise, message, help }];
  });
}
