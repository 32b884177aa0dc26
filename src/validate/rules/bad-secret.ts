import { variableProblem } from '../../model/names.ts';
import type { RuleContext } from '../context.ts';
import type { Finding, Rule } from '../rule.ts';
import { envRoute } from '../task-route.ts';
import { uniqueFindings } from '../unique-findings.ts';
import { reservedPrefix } from '../variable-names.ts';

export const badSecret: Rule = {
  code: 'SG408',
  name: 'bad-secret',
  severity: 'error',
  summary: 'The name of a secret cannot be used, stands twice, or is also set in `env`.',
  why: [
    'A secret is given to the tasks as the environment variable of its name. A name that no shell can read, or that',
    'belongs to Segue or the runner, would never arrive; and with a value in `env` as well, one would silently hide the other.',
  ].join(' '),
  fix: 'Name the secret with letters, digits and `_` (no digit first, not `SEGUE_` or `GITHUB_`), and set it in one place only.',
  check(context) {
    const { pipeline, source } = context;
    const first = new Map<string, number>();
    const entries = pipeline.secrets.flatMap((name, index): Finding[] => {
      const range = source.value(['secrets', index]);
      const problem = problemOf(name);
      if (problem !== undefined) return [{ range, ...problem }];
      const earlier = first.get(name);
      if (earlier === undefined) {
        first.set(name, index);
        return [];
      }
      const related = [{ range: source.value(['secrets', earlier]), message: 'the first entry' }];
      return [{ range, message: `the secret \`${name}\` is named twice`, help: 'Remove this entry.', related }];
    });
    return [...entries, ...alsoInEnv(context, first)];
  },
};

function problemOf(name: string): Pick<Finding, 'message' | 'help'> | undefined {
  const help = 'Name it as its variable: letters, digits and `_`, e.g. `CRM_TOKEN`.';
  const problem = variableProblem(name);
  if (problem !== undefined) return { message: `\`${name}\` cannot be the name of a variable: ${problem}`, help };
  const prefix = reservedPrefix(name);
  if (prefix === undefined) return undefined;
  return { message: `\`${name}\`: names that begin with \`${prefix}\` are reserved`, help };
}

function alsoInEnv({ pipeline, source }: RuleContext, secrets: ReadonlyMap<string, number>): readonly Finding[] {
  const findings = pipeline.tasks.flatMap((task) =>
    Object.keys(task.env).flatMap((name): Finding[] => {
      const index = secrets.get(name);
      if (index === undefined) return [];
      return [
        {
          range: source.key(envRoute(source, task.id, name)),
          message: `\`${name}\` is a secret of this pipeline and is set in \`env\` as well`,
          related: [{ range: source.value(['secrets', index]), message: 'named as a secret here' }],
          help: 'Remove it here: the tasks find the secret in their environment.',
        },
      ];
    }),
  );
  return uniqueFindings(findings);
}
