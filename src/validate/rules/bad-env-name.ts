import { isEnvName, reservedPrefix } from '../env-name.ts';
import type { Finding, Rule } from '../rule.ts';
import { envRoute } from '../task-route.ts';
import { uniqueFindings } from '../unique-findings.ts';

export const badEnvName: Rule = {
  code: 'SG410',
  name: 'bad-env-name',
  severity: 'error',
  summary: 'A variable in `env` has a name that shells cannot read, or that is reserved.',
  why: [
    'A shell cannot read `MY-VAR`. Names that begin with `SEGUE_` are set by Segue, those with `GITHUB_`, `ACTIONS_` and',
    '`RUNNER_` by the runner; a value from the file would be replaced or would mislead the tools that read it.',
  ].join('\n'),
  fix: 'Use letters, digits and `_`, with no digit first, and another prefix.',
  check({ pipeline, source }) {
    const findings = pipeline.tasks.flatMap((task) =>
      Object.keys(task.env).flatMap((name): Finding[] => {
        const problem = problemOf(name);
        return problem === undefined ? [] : [{ range: source.key(envRoute(source, task.id, name)), ...problem }];
      }),
    );
    return uniqueFindings(findings);
  },
};

function problemOf(name: string): Pick<Finding, 'message' | 'help'> | undefined {
  if (!isEnvName(name)) {
    const suggestion = name.replaceAll(/[^A-Za-z0-9_]/g, '_').replace(/^(?=\d)/, '_');
    return {
      message: `\`${name}\` is not a name that shells can read`,
      help: `write for example \`${suggestion || 'NAME'}\``,
    };
  }
  const prefix = reservedPrefix(name);
  if (prefix === undefined) return undefined;
  return { message: `\`${name}\`: variables that begin with \`${prefix}\` are reserved`, help: 'use another prefix' };
}
