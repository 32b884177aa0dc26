import { defineConfig } from 'vitest/config';

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
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.e2e.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      { test: { name: 'e2e', include: ['test/**/*.e2e.test.ts'], testTimeout: 600_000, hookTimeout: 120_000 } },
    ],
  },
});
