import type { Param, ParamValue } from '../../model/pipeline.ts';
import type { Source } from '../../model/yaml/source.ts';
import { didYouMean } from '../did-you-mean.ts';
import { isNamed, referencesTo } from '../expression-use.ts';
import type { Finding, Rule } from '../rule.ts';
import { uniqueFindings } from '../unique-findings.ts';

export const badParam: Rule = {
  code: 'SG407',
  name: 'bad-param',
  severity: 'error',
  summary: 'A param is unknown, or its default or choices do not fit its type.',
  why: [
    'Params are checked before a run starts, so that a task never sees a value that it was not written for. That only',
    'holds if the declaration agrees with itself, and if only declared params are used.',
  ].join(' '),
  fix: 'Declare the param in `params`, and give `default` and `enum` values of its `type`.',
  check(context) {
    const { pipeline, source } = context;
    const declared = Object.keys(pipeline.params);
    const unknown = referencesTo(context, 'params').flatMap(({ name, range }): Finding[] => {
      if (name === undefined || source.has(['params', name])) return [];
      if (declared.some((each) => isNamed(each, name))) return [];
      const help = didYouMean(name, declared, 'params of this pipeline');
      return [{ range: range(), message: `the pipeline has no param \`${name}\``, help }];
    });
    return [
      ...Object.entries(pipeline.params).flatMap(([name, param]) => declaration(source, name, param)),
      ...uniqueFindings(unknown),
    ];
  },
};

function declaration(source: Source, name: string, param: Param): readonly Finding[] {
  const findings: Finding[] = (param.enum ?? []).flatMap((value, index) =>
    fits(param, value) ? [] : [misfit(source, ['params', name, 'enum', index], value, `param \`${name}\``, param)],
  );
  const initial = param.default;
  if (initial === undefined) return findings;
  if (!fits(param, initial)) {
    findings.push(misfit(source, ['params', name, 'default'], initial, `the default of \`${name}\``, param));
  } else if (param.enum !== undefined && !param.enum.includes(initial)) {
    findings.push({
      range: source.value(['params', name, 'default']),
      message: `the default of \`${name}\` is not one of its choices`,
      help: didYouMean(String(initial), param.enum.map(String), 'choices'),
      related: [{ range: source.key(['params', name, 'enum']), message: 'the choices' }],
    });
  }
  return findings;
}

function misfit(source: Source, route: (string | number)[], value: ParamValue, what: string, param: Param): Finding {
  const written = JSON.stringify(value);
  const help =
    param.type === 'string'
      ? `Put it in quotes: "${String(value)}".`
      : `Write a ${param.type} without quotes, or change the type.`;
  return {
    range: source.value(route),
    message: `${what} has type ${param.type}, but ${written} is a ${typeof value}`,
    help,
  };
}

function fits(param: Param, value: ParamValue): boolean {
  return typeof value === param.type;
}
