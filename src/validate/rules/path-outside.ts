import type { Finding, Rule } from '../rule.ts';
import { artifactRoute, taskRoute } from '../task-route.ts';
import { uniqueFindings } from '../unique-findings.ts';

export const pathOutside: Rule = {
  code: 'SG409',
  name: 'path-outside',
  severity: 'error',
  summary: 'A working directory or an artifact lies outside the repository.',
  why: [
    'Tasks work in a checkout whose place differs on every machine. A path that leaves it is not part of the pinned',
    'commit, and an artifact outside it could not be put back where it was.',
  ].join(' '),
  fix: "Use a path from the repository's root, with `/`. For other files, let the script itself name them.",
  check({ pipeline, source }) {
    const findings = pipeline.tasks.flatMap((task): Finding[] => {
      const patterns = task.artifacts === 'none' ? [] : (task.artifacts ?? []);
      const places = [
        {
          path: task.workingDirectory,
          route: () => taskRoute(source, task.id, ['working-directory']),
          what: 'the working directory',
        },
        ...patterns.map((path, index) => ({
          path,
          route: () => artifactRoute(source, task.id, index),
          what: 'the artifact',
        })),
      ];
      return places.flatMap(({ path, route, what }) => {
        const problem = leaves(path);
        if (problem === undefined) return [];
        return [
          {
            range: source.value(route()),
            message: `${what} \`${path}\` ${problem}`,
            help: "Paths start at the repository's root, e.g. `data/users.parquet`.",
          },
        ];
      });
    });
    return uniqueFindings(findings);
  },
};

function leaves(path: string): string | undefined {
  if (/^(?:[/\\~]|[A-Za-z]:[/\\])/.test(path)) return 'is absolute';
  return climbs(path) ? 'leaves the repository' : undefined;
}

/** True if `..` leads above the root at any point of the path. */
function climbs(path: string): boolean {
  let depth = 0;
  for (const segment of path.split(/[/\\]/)) {
    if (segment === '..') depth--;
    else if (segment !== '' && segment !== '.') depth++;
    if (depth < 0) return true;
  }
  return false;
}
