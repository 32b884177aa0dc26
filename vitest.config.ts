import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

/** It imports JSON in a way that Node.js refuses, and names source maps that it does not bring along. */
const workflowParser = '@actions/workflow-parser';

const withoutMaps = {
  name: 'without-maps',
  load: (id: string) =>
    id.includes(`/${workflowParser}/`) && id.endsWith('.js')
      ? readFileSync(id, 'utf8').replace(/^\/\/# sourceMappingURL=.*$/m, '')
      : undefined,
};

/**
 * `unit`: no build needed, within two minutes. `e2e`: real kills, the built bundle, heavy parts.
 * Time limits only end what hangs: they are far above what a test takes, also on a busy machine.
 */
export default defineConfig({
  test: {
    // The default leaves one core idle, which is half of a machine with two.
    maxWorkers: '100%',
    projects: [
      {
        plugins: [withoutMaps],
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.e2e.test.ts'],
          // Files share what they import: to load it anew for each of three hundred took half of the time.
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          server: { deps: { inline: [workflowParser] } },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/**/*.e2e.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 120_000,
          // Real kills and races on a busy machine: what fails twice is broken, and what fails once is printed.
          retry: 1,
        },
      },
    ],
  },
});
