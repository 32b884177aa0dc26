import { expect, test } from 'vitest';
import { placeWith } from '../support/cli-place.ts';
import { clockAt } from '../support/set-clock.ts';

const later = '{ limit: 1, delay: 9h, max-delay: 9h, jitter: none }';
const daily = `description: d
owner: o
on: { schedule: [{ cron: "0 5 * * *" }] }
tasks:
  first: { run: "true", artifacts: none }
  second: { needs: first, run: "test -f mended", artifacts: none, retries: ${later} }
`;

test('a tick of a job that ends waits for no try after its end, and is none the worse for it', async () => {
  const clock = clockAt('2026-03-02T12:00:00Z');
  const place = placeWith({ daily }, { clock });
  const tick = () => place.segue('tick', '--env', 'local', '--max-runtime', '5h30m');
  await tick();
  clock.set('2026-03-03T05:00:30Z');
  const first = await tick();
  expect([first.code, first.stderr]).toEqual([0, '']);
  expect(first.stdout).toMatch(/daily handed over/);
  expect(first.stdout).toContain('Still to do  second (in the next job)');
  const { run } = await place.status();
  clock.set('2026-03-03T13:00:00Z');
  place.write('mended', '');
  const child = tick();
  // The next try is due in an hour, which the tick waits for: somebody else need not.
  await expect.poll(async () => (await place.status()).state).toBe('running');
  expect((await place.segue('cancel', run)).code).toBe(0);
  const second = await child;
  expect(second.code).toBe(1);
  expect(second.stdout).toContain(`daily goes on with ${run}\n`);
  expect((await place.status()).tasks.first?.attempts).toHaveLength(1);
});

test('the time of a job began with its process: what that has waited for is gone', async () => {
  const clock = clockAt('2026-03-02T12:00:00Z');
  const fiveHours = 5 * 3_600_000;
  const place = placeWith({ daily }, { clock, began: clock.steady() - fiveHours });
  const tick = () => place.segue('tick', '--env', 'local', '--max-runtime', '5h30m');
  await tick();
  clock.set('2026-03-03T05:00:30Z');
  const { code, stdout } = await tick();
  expect(code).toBe(0);
  expect(stdout).toMatch(/daily.* waits for the next wake-up: this job has (29|30) min/);
  expect((await place.segue('status')).code).toBe(2);
});

test.each([
  [['--max-runtime', '599s'], 'from 10m to 5d'],
  [['--max-runtime', 'long'], 'from 10m to 5d'],
  [['--max-runtime', '1h', '--loop'], "cannot be used with option '--loop'"],
])('refuses %j', async (options, says) => {
  const { code, stderr } = await placeWith({ daily }).segue('tick', ...options);
  expect(code).toBe(2);
  expect(stderr).toContain(says);
});
