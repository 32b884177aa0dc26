import type { Finding, Rule } from '../rule.ts';
import { envRoute } from '../task-route.ts';
import { uniqueFindings } from '../unique-findings.ts';
import { reservedPrefix } from '../variable-names.ts';

export const reservedVariable: Rule = {
  code: 'SG410',
  name: 'reserved-variable',
  severity: 'error',
  summary: 'A variable in `env` has a name that is reserved.',
  why: [
    'Names that begin with `SEGUE_` are set by Segue, those with `GITHUB_`, `ACTIONS_` and `RUNNER_` by the runner. A value from',
    'the file would be replaced, or would mislead the tools that read it.',
  ].join(' '),
  fix: 'Use another name.',
  check({ pipeline, source }) {
    const findings = pipeline.tasks.flatMap((task) =>
      Object.keys(task.env).flatMap((name): Finding[] => {
        const prefix = reservedPrefix(name);
        if (prefix === undefined) return [];
        return [
          {
            range: source.key(envRoute(source, task.id, name)),
            message: `\`${name}\`: variables that begin with \`${prefix}\` are reserved`,
            help: `Use another name, e.g. \`MY_${name.slice(prefix.length)}\`.`,
          },
        ];
      }),
    );
    return uniqueFindings(findings);
  },
};
