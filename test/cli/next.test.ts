import { expect, test } from 'vitest';
import { repository } from './cli-rig.ts';

const scheduled = (cron: string, more = '') =>
  `description: d\nowner: o\non: { schedule: [{ cron: "${cron}"${more} }] }\ntasks: { a: { run: echo } }\n`;
const byHand = 'description: d\nowner: o\ntasks: { a: { run: echo } }\n';
const broken = 'on: { schedule: [{ cron: "0 5 * *" }] }\ntasks: { a: { run: echo } }\n';

test('lists fires with their intervals in UTC, across a change of clocks', async () => {
  const place = repository({ 'team/daily': scheduled('30 2 * * *', ', timezone: Europe/Paris'), hello: byHand });
  const { code, stdout } = await place.segue('next', '--from', '2026-03-28T00:00Z', '--count', '2', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual([
    { pipeline: 'hello', fires: [] },
    {
      pipeline: 'team/daily',
      fires: [
        fire('2026-03-27T01:30:00.000Z', '2026-03-28T01:30:00.000Z'),
        fire('2026-03-28T01:30:00.000Z', '2026-03-29T01:00:00.000Z'),
      ],
    },
  ]);
});

test('a date is local to each schedule, and what fires at the very instant is over', async () => {
  const place = repository({
    paris: scheduled('0 0 * * *', ', timezone: Europe/Paris'),
    tokyo: scheduled('0 0 * * *', ', timezone: Asia/Tokyo'),
  });
  const { stdout } = await place.segue('next', '--from', '2026-01-01', '--count', '1', '--json');
  const first = JSON.parse(stdout).map(({ fires }: { fires: { at: string }[] }) => fires[0]?.at);
  expect(first).toEqual(['2026-01-01T23:00:00.000Z', '2026-01-01T15:00:00.000Z']);
});

test('the first fire of all ends no interval', async () => {
  const place = repository({ late: scheduled('0 5 * * *', ', start: 2030-01-01, end: 2030-01-03') });
  const { stdout } = await place.segue('next', '--from', '2029-01-01', '--json');
  expect(JSON.parse(stdout)).toEqual([
    {
      pipeline: 'late',
      fires: [
        fire('2030-01-01T05:00:00.000Z', '2030-01-02T05:00:00.000Z'),
        fire('2030-01-02T05:00:00.000Z', '2030-01-03T05:00:00.000Z'),
      ],
    },
  ]);
});

test('a broken file does not stop the others; who asks for it is told by the exit code', async () => {
  const place = repository({ broken, hello: byHand, daily: scheduled('0 5 * * *') });
  const all = await place.segue('next');
  expect(all).toMatchObject({ code: 0, stderr: expect.stringContaining('pipelines/broken.yml has 1 error') });
  expect(all.stdout).toMatch(/^daily {2}0 5 \* \* \* UTC\n {2}\w{3} \d{4}-\d\d-\d\d 05:00 UTC {2}in /);
  expect(all.stdout).toContain('No schedule: hello.');
  const named = await place.segue('next', 'broken', 'pipelines/daily.yml', 'daily', '--count', '3', '--json');
  expect([named.code, JSON.parse(named.stdout)]).toMatchObject([1, [{ pipeline: 'daily', fires: [{}, {}, {}] }]]);
  const good = await place.segue('next', 'hello');
  expect(good).toEqual({ code: 0, stdout: 'No schedule: hello.\n', stderr: '' });
});

test.each([
  [['dayly'], 'Did you mean daily?'],
  [['--from', 'tomorrow'], 'Give a date (2026-01-31)'],
  [['--count', '0'], 'whole number from 1'],
  [['--count', '10001'], '10000 are the most'],
])('%j is refused', async (args, words) => {
  const place = repository({ daily: scheduled('0 5 * * *') });
  expect(await place.segue('next', ...args)).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining(words) });
});

function fire(start: string, end: string) {
  return { at: end, start, end };
}
