import { defineConfig } from 'vitest/config';

/** `unit`: no build needed, within two minutes. `e2e`: real kills, the built bundle, heavy parts. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: ['test/**/*.e2e.test.ts'] } },
      { test: { name: 'e2e', include: ['test/**/*.e2e.test.ts'], testTimeout: 600_000, hookTimeout: 120_000 } },
    ],
  },
});
