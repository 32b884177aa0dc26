import { didYouMean } from '../did-you-mean.ts';
import type { ExpressionUse } from '../expression-use.ts';
import type { Finding, Rule } from '../rule.ts';
import { uniqueFindings } from '../unique-findings.ts';

export const unknownEnvironment: Rule = {
  code: 'SG503',
  name: 'unknown-environment',
  severity: 'error',
  summary: 'An expression compares `run.environment` with a name that is not an environment.',
  why: [
    'The comparison would never hold, so that a task would silently never run, or run everywhere. Environments are those in',
    '`.github/segue.yml`, and always `local` and `production`.',
  ].join(' '),
  fix: 'Correct the name, or add the environment to `environments` in `.github/segue.yml`.',
  check({ expressions, settings }) {
    const known = [...new Set([...Object.keys(settings.environments), 'local', 'production'])];
    const findings = expressions.flatMap((use) =>
      comparedNames(use).flatMap(({ name, start, end }): Finding[] => {
        if (known.some((each) => each.toLowerCase() === name.toLowerCase())) return [];
        const message = `there is no environment \`${name}\``;
        return [{ range: use.rangeOf({ start, end }), message, help: didYouMean(name, known, 'environments') }];
      }),
    );
    return uniqueFindings(findings);
  },
};

/** Texts that `run.environment` is compared with, on either side of `==` or `!=`. Offsets are into the body. */
function comparedNames({ body }: ExpressionUse): readonly { name: string; start: number; end: number }[] {
  if (!/environment/i.test(body)) return [];
  const after = body.matchAll(/\brun\.environment\s{0,50}[!=]=\s{0,50}'([^']{0,200})'/gi);
  const before = body.matchAll(/'([^']{0,200})'\s{0,50}[!=]=\s{0,50}run\.environment\b/gi);
  return [...after, ...before].map((match) => {
    const name = match[1] ?? '';
    const start = match.index + match[0].indexOf(`'${name}'`) + 1;
    return { name, start, end: start + name.length };
  });
}
