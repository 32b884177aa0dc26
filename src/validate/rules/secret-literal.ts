import type { RuleContext } from '../context.ts';
import type { Finding, Rule } from '../rule.ts';
import { findSecrets, isSecretName, looksRandom, redact } from '../secret-shapes.ts';
import { envRoute } from '../task-route.ts';
import { uniqueFindings } from '../unique-findings.ts';

const help = 'Revoke it (the history keeps it for ever), take it out, and name its variable in `secrets`.';

export const secretLiteral: Rule = {
  code: 'SG405',
  name: 'secret-literal',
  severity: 'error',
  summary: 'The file holds what looks like a credential.',
  why: [
    'Everybody who can read the repository, now or later, can use it, and it stays in the history when the line is',
    'removed. Found are the forms of well-known tokens anywhere in the file, passwords in addresses, and random-looking values of',
    'variables that are named like a secret (`…_TOKEN`, `…_PASSWORD`, `…_API_KEY`).',
  ].join(' '),
  fix: 'Revoke the credential, keep the new one outside the repository, and name its variable in `secrets`: the tasks find it in their environment.',
  checkText({ file, text }) {
    return uniqueFindings(
      findSecrets(text).map(({ name, start, end }) => ({
        range: { file, start, end },
        message: `this looks like ${name}: \`${redact(text.slice(start, end))}\``,
        help,
      })),
    );
  },
  check(context) {
    return uniqueFindings(context.pipeline.tasks.flatMap((task) => namedValues(context, task.id, task.env)));
  },
};

function namedValues({ source }: RuleContext, task: string, env: Readonly<Record<string, string>>): readonly Finding[] {
  return Object.entries(env)
    .filter(([name, value]) => isSecretName(name) && looksRandom(value) && findSecrets(value).length === 0)
    .map(([name, value]) => ({
      range: source.value(envRoute(source, task, name)),
      message: `the value of \`${name}\` looks like a credential: \`${redact(value)}\``,
      help,
    }));
}
