import { expect, test } from 'vitest';
import { placeWith } from '../support/cli-place.ts';
import { clockAt } from '../support/set-clock.ts';

const daily = (more: string) =>
  `description: d\nowner: o\n${more}on: { schedule: [{ cron: "0 5 * * *" }] }\ntasks: { load: { run: echo, artifacts: none } }\n`;
const after = (id: string) =>
  `description: d\nowner: o\non: { after: ${id} }\ntasks: { load: { run: echo, artifacts: none } }\n`;

/** `one` has served a day; then it moves to `two` and on to `three`, and no tick comes in between. */
async function movedTwice(renamedFrom: string) {
  const clock = clockAt('2026-03-02T12:00:00Z');
  const place = placeWith({ one: daily(''), report: after('one') }, { clock });
  const tick = async (time: string) => {
    clock.set(time);
    const { code, stdout } = await place.segue('tick', '--env', 'local');
    expect(code).toBe(0);
    return stdout;
  };
  const move = (from: string, to: string, old: string) => {
    place.git('rm', '-q', `pipelines/${from}.yml`);
    place.write(`pipelines/${to}.yml`, daily(`renamed-from: ${old}\n`));
    place.write('pipelines/report.yml', after(to));
    place.commit();
  };
  await tick('2026-03-02T12:00:00Z');
  await tick('2026-03-03T05:00:30Z');
  move('one', 'two', 'one');
  move('two', 'three', renamedFrom);
  return { tick };
}

test('a file that lists both of its old ids goes on where it was, and what comes after it too', async () => {
  const { tick } = await movedTwice('[two, one]');
  const moved = await tick('2026-03-04T05:00:30Z');
  expect(moved).toContain('three was called one: it goes on from there');
  expect(moved).toMatch(/● three 2026-03-03 05:00 to 2026-03-04 05:00 UTC/);
  expect(moved).toContain('● report after three');
  expect(moved).not.toMatch(/one has no file|two has no file/);
  expect(await tick('2026-03-04T05:01:00Z')).not.toContain('●');
});

test('one that lists only the newer begins anew, and says what may be missing', async () => {
  const { tick } = await movedTwice('two');
  const moved = await tick('2026-03-04T05:00:30Z');
  expect(moved).toMatch(
    /three is new here: .*; no tick has seen it as two\. If it moved more than once, renamed-from must/,
  );
  expect(moved).toContain('one has no file any more; its state stays');
});
