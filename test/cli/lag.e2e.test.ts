import { renameSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { RunDocument } from '../../src/run/document.ts';
import { placeWith, sharedRemoteOf } from '../support/cli-place.ts';
import { clockAt } from '../support/set-clock.ts';

const daily = `description: d
owner: o
on: { schedule: [{ cron: "0 5 * * *" }] }
tasks: { load: { run: echo done, artifacts: none } }
`;

test('what ticks record of late starts is what status --lag tells, and what status shows has an age', async () => {
  const clock = clockAt('2026-03-01T12:00:00Z');
  const remote = sharedRemoteOf(placeWith({ daily }));
  const server = remote.clone({ clock, variables: { GITHUB_ACTOR: 'ana' } });
  await server.segue('tick');
  for (const [day, time] of [2, 3, 4].map((each) => [each, `05:${each}0:00`])) {
    clock.set(`2026-03-0${day}T${time}Z`);
    await server.segue('tick');
  }
  await server.segue('pause', 'daily');
  clock.set('2026-03-06T20:00:00Z');
  await server.segue('unpause', 'daily');
  await server.segue('tick');
  clock.set('2026-03-06T20:20:00Z');
  const laptop = remote.clone({ clock });
  const lag = await laptop.json<{ pipelines: object[]; advice: object[] }>('status', '--lag', 'daily');
  const minutes = (p50: number, p95: number) => ({ p50Ms: p50 * 60_000, p95Ms: p95 * 60_000, maxMs: p95 * 60_000 });
  const [none, asleep] = [minutes(0, 0), minutes(30, 40)];
  // The run that waited for the end of the pause is not among them.
  expect(lag.pipelines).toEqual([{ pipeline: 'daily', count: 3, late: asleep, wake: asleep, busy: none, place: none }]);
  expect(lag.advice).toEqual([{ kind: 'few', count: 3, needed: 10 }]);
  expect(await laptop.segue('status', '--lag', '--all')).toMatchObject({ code: 2, stdout: '' });
  expect((await laptop.segue('status', '--lag')).stdout).toMatch(/daily +3 +30 min +40 min +40 min/);

  const shown = await laptop.segue('status', '--env', 'production');
  expect(shown.stdout).toContain('started 15 h after it was due; it was woken 15 h late');
  expect(shown.stdout).toMatch(/production: fetched just now; stored 20 min ago, 2026-03-06 20:00:\d\d UTC/);
  const age = { fetchedAt: '2026-03-06T20:20:00.000Z', storedAt: expect.stringContaining('2026-03-06T20:00') };
  expect(await laptop.json<RunDocument>('status', '--env', 'production')).toMatchObject({ state: 'success', age });

  renameSync(remote.bare.root, `${remote.bare.root}-away`);
  clock.set('2026-03-06T23:20:00Z');
  const away = await laptop.segue('status', 'daily', '--env', 'production');
  expect(away).toMatchObject({ code: 1, stdout: expect.stringContaining('✓ load') });
  expect(away.stdout).toContain('production: as fetched 3 h ago, 2026-03-06 20:20:00 UTC; stored 3 h 20 min ago');
  expect(away.stderr).toMatch(/error SG6\d\d/);
  expect((await laptop.segue('status', '--all', '--env', 'production')).stdout).toContain('as fetched 3 h ago');
  expect(await laptop.segue('status', 'r-00000000', '--env', 'production')).toMatchObject({ code: 1, stdout: '' });
  expect((await laptop.segue('status')).stdout).not.toContain('fetched');
});
