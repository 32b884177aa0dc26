import { Problem } from '../../diagnostic/problem.ts';
import { nearest } from '../../diagnostic/suggest.ts';
import type { Param, ParamValue, Pipeline } from '../../model/pipeline.ts';

/**
 * The values of a pipeline's params: what was given as text, else the defaults.
 *
 * @throws {Problem} SG704 for an unknown, missing or unfit one; exit code 2.
 */
export function paramValues(
  pipeline: Pipeline,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, ParamValue>> {
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(pipeline.params, name)) throw unknownParam(pipeline, name);
  }
  const values = Object.entries(pipeline.params).map(([name, param]) => {
    const text = given[name];
    return [name, text === undefined ? defaultOf(pipeline, name, param) : parse(name, param, text)] as const;
  });
  return Object.fromEntries(values);
}

function defaultOf(pipeline: Pipeline, name: string, param: Param): ParamValue {
  if (param.default !== undefined) return param.default;
  throw wrong(`The pipeline ${pipeline.id} needs the param ${name}, which has no default.`, `Add --param ${name}=…`);
}

function parse(name: string, param: Param, text: string): ParamValue {
  const value = convert(param.type, text);
  if (value === undefined)
    throw wrong(`The param ${name} is a ${param.type}; \`${text}\` is not.`, typeHelp(param.type));
  if (param.enum !== undefined && !param.enum.includes(value)) {
    throw wrong(`The param ${name} cannot be \`${text}\`.`, `Give one of: ${param.enum.join(', ')}.`);
  }
  return value;
}

function convert(type: Param['type'], text: string): ParamValue | undefined {
  switch (type) {
    case 'string':
      return text;
    case 'number':
      return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined;
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    default:
      return type satisfies never;
  }
}

function typeHelp(type: Param['type']): string {
  return type === 'boolean' ? 'Write true or false.' : `Write a ${type}.`;
}

function unknownParam(pipeline: Pipeline, name: string): Problem {
  const names = Object.keys(pipeline.params);
  const guess = nearest(name, names);
  const list = names.length === 0 ? 'It has none.' : `It has: ${names.join(', ')}.`;
  return wrong(
    `The pipeline ${pipeline.id} has no param ${name}.`,
    guess === undefined ? list : `Did you mean ${guess}? ${list}`,
  );
}

function wrong(message: string, help: string): Problem {
  return new Problem('SG704', message, help, 2);
}
