import { didYouMean } from '../did-you-mean.ts';
import type { Finding, Rule } from '../rule.ts';
import { taskRoute } from '../task-route.ts';
import { uniqueFindings } from '../unique-findings.ts';

export const unknownPool: Rule = {
  code: 'SG501',
  name: 'unknown-pool',
  severity: 'error',
  summary: 'A task asks for a pool that the settings do not name.',
  why: 'A pool limits how many tasks use something at once. Without a number of slots it would limit nothing, or everything.',
  fix: 'Correct the name, or add the pool to `pools` in `.github/segue.yml`.',
  check({ pipeline, source, settings }) {
    const known = Object.keys(settings.pools);
    const findings = pipeline.tasks.flatMap(({ id, pool }): Finding[] => {
      if (pool === undefined || known.includes(pool)) return [];
      return [
        {
          range: source.value(taskRoute(source, id, ['pool'])),
          message: `task \`${id}\` uses the pool \`${pool}\`, which the settings do not have`,
          help: () =>
            `${didYouMean(pool, known, 'pools')} A new one is a line in .github/segue.yml: \`pools: { ${pool}: 2 }\`.`,
        },
      ];
    });
    return uniqueFindings(findings);
  },
};
