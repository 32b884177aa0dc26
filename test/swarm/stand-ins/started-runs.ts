import type { startedRuns as live } from '../../../src/github/started-runs.ts';
import { askedBy } from '../app-client.ts';
import { stage } from '../stage.ts';

/** Jobs that were started by the API, by whoever has the app's name and whoever has a job's: they are not told apart here. */
export const startedRuns: typeof live = (client, _, since) =>
  askedBy(client, 'runs of the workflow', () =>
    stage()
      .startedAt()
      .filter((at) => at >= since)
      .map(() => ({})),
  );
