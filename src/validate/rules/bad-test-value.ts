import type { TestCase } from '../../model/pipeline-test.ts';
import type { Route } from '../../model/yaml/source.ts';
import { didYouMean } from '../did-you-mean.ts';
import { judgeParams } from '../judge-params.ts';
import type { Finding, Rule } from '../rule.ts';
import type { TestContext } from '../test-context.ts';

export const badTestValue: Rule = {
  code: 'SG823',
  name: 'bad-test-value',
  severity: 'error',
  summary:
    'A test gives a param, a variable or an environment that does not exist, or leaves out a param that is needed.',
  why: 'A run like this would be refused, so what the test shows would never happen.',
  fix: 'Give each param that has no default. Variables and environments are those of `.github/segue.yml`.',
  checkTest(context) {
    return context.test.cases.flatMap((each, index) => {
      const route: Route = ['cases', index];
      return [...paramProblems(context, each, route), ...settingProblems(context, each, route)];
    });
  },
};

function paramProblems({ pipeline, source }: TestContext, { params }: TestCase, route: Route): readonly Finding[] {
  if (pipeline === undefined) return [];
  const otherwise = source.value([...route, 'name']);
  return judgeParams(pipeline, { params, route: [...route, 'params'], source, otherwise });
}

function settingProblems({ settings, source }: TestContext, each: TestCase, route: Route): readonly Finding[] {
  const environments = Object.keys(settings.environments);
  const vars = new Set(Object.values(settings.environments).flatMap((environment) => Object.keys(environment.vars)));
  const unknownVars = Object.keys(each.vars).filter((name) => !vars.has(name));
  const findings = unknownVars.map((name): Finding => {
    const help = () => didYouMean(name, [...vars], 'variables');
    return { range: source.key([...route, 'vars', name]), message: `no environment has a variable \`${name}\``, help };
  });
  if (environments.includes(each.environment)) return findings;
  const help = () => didYouMean(each.environment, environments, 'environments');
  const range = source.value([...route, 'environment']);
  return [...findings, { range, message: `there is no environment \`${each.environment}\``, help }];
}
