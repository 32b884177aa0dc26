import { expect, test } from 'vitest';
import { loadSettings } from '../../src/model/load.ts';
import { jobsOf } from '../../src/workflow/jobs.ts';

const lane = (name: string) => ({ name, lane: {}, secrets: [] });

/** `timeout-minutes` by job, with settings as people write them. */
function minutes(names: readonly string[], text: string): Readonly<Record<string, number>> {
  const { settings, diagnostics } = loadSettings('.github/segue.yml', text);
  expect(diagnostics).toEqual([]);
  const jobs = jobsOf(names.map(lane), settings);
  return Object.fromEntries(Object.entries(jobs).map(([id, job]) => [id, job['timeout-minutes']]));
}

test('a job may live as long as Segue works in it, and what comes before and after that', () => {
  expect(minutes(['default'], 'max-runtime: 630s')).toEqual({ tick: 36, comment: 10 });
  expect(minutes(['default', 'own'], 'lanes: { own: { runs-on: self-hosted, max-runtime: 2d } }')).toEqual({
    due: 10,
    'lane-default': 355,
    'lane-own': 2 * 24 * 60 + 25,
    comment: 10,
  });
});

test('no job is given more than GitHub takes', () => {
  expect(minutes(['default'], 'max-runtime: 5d')).toEqual({ tick: 7_200, comment: 10 });
});
