import { expect, test } from 'vitest';
import { stateRef } from '../../src/store/names.ts';
import { placeWith, sharedRemoteOf } from '../support/cli-place.ts';

const etl = 'on: { schedule: [{ cron: "0 5 * * *" }] }\ntasks: { load: { run: echo, artifacts: none } }\n';
const ref = stateRef('production', 'etl');
const production = ['--env', 'production'];

test('squashing a shared state replaces its history at the remote, and other clones follow', async () => {
  const { bare, clone } = sharedRemoteOf(placeWith({ etl }));
  const [one, two] = [clone(), clone()];
  await one.segue('pause', 'etl', ...production);
  expect(await two.segue('unpause', 'etl', ...production)).toMatchObject({ code: 0 });
  await two.segue('pause', 'etl', ...production);
  // This clone has not seen what the other one has done since.
  expect(await one.segue('state', 'squash', 'etl', ...production)).toMatchObject({ code: 0, stderr: '' });
  expect(bare.git('rev-list', '--count', ref)).toBe('1');
  expect(await two.segue('unpause', 'etl', ...production)).toMatchObject({ code: 0, stderr: '' });
  const told = JSON.parse((await one.segue('history', 'etl', '--json', ...production)).stdout);
  const actions = told.map(({ action }: { readonly action: string }) => action);
  expect(actions).toEqual(['unpause', 'squash', 'pause', 'unpause', 'pause']);
});

test('without its remote a shared state keeps its history', async () => {
  const { clone } = sharedRemoteOf(placeWith({ etl }));
  const place = clone();
  for (const verb of ['pause', 'unpause']) await place.segue(verb, 'etl', ...production);
  place.git('remote', 'set-url', 'origin', '/nonexistent');
  const refused = await place.segue('state', 'squash', 'etl', ...production);
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('SG609') });
  expect(place.git('rev-list', '--count', ref)).toBe('2');
});
