import { renameSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Clock } from '../../src/run/ports.ts';
import { type Answer, type Place, placeWith, sharedRemoteOf } from '../support/cli-place.ts';
import { clockAt } from '../support/set-clock.ts';

const about = 'description: d\nowner: o\n';
const daily = (more = '', run = 'echo done') =>
  `${about}on: { schedule: [{ cron: "0 5 * * *" }] }\n${more}tasks: { load: { run: "${run}", artifacts: none } }\n`;
const after = `${about}on: { after: daily }\ntasks: { publish: { run: echo out, artifacts: none } }\n`;
const byHand = `${about}tasks: { a: { run: echo } }\n`;
const broken = 'on: { schedule: [{ cron: "0 5 * *" }] }\ntasks: { a: { run: echo } }\n';

/** A clone with a bare remote. */
function shared(pipelines: Readonly<Record<string, string>>, clock: Clock, variables = {}): Place {
  return sharedRemoteOf(placeWith(pipelines)).clone({ clock, variables: { GITHUB_ACTOR: 'ana', ...variables } });
}

/** What differs from one test run to the next is hidden. */
function shown(title: string, { code, stdout, stderr }: Answer): string {
  const text = `$ ${title}\n${stdout}${stderr === '' ? '' : `--- stderr\n${stderr}`}--- exit code ${code}\n`;
  return text
    .replace(/r-[a-z0-9]{8}/g, 'r-xxxxxxxx')
    .replace(/\bcommit [0-9a-f]{7}/g, 'commit 0000000')
    .replace(/"commit":"[0-9a-f]{40}"/g, '"commit":"0…"');
}

test('a week of ticks, as people and programs read it', async () => {
  const clock = clockAt('2026-03-02T12:00:00Z');
  const place = shared({ daily: daily(), report: after, hello: byHand, broken }, clock);
  const story: string[] = [];
  const tick = async (time: string, ...args: string[]) => {
    clock.set(time);
    story.push(`# ${time}`, shown(['segue tick', ...args].join(' '), await place.segue('tick', ...args)));
  };
  await tick('2026-03-02T12:00:00Z', '--dry-run');
  await place.segue('tick');
  await tick('2026-03-03T05:00:30Z', '--dry-run');
  await tick('2026-03-03T05:00:30Z', '--dry-run', '--json');
  await tick('2026-03-03T05:00:30Z');
  await tick('2026-03-03T05:01:00Z', '--json');
  await place.segue('pause', 'daily', '--reason', 'broken upstream');
  await tick('2026-03-06T05:00:30Z');
  await place.segue('unpause', 'daily');
  await tick('2026-03-06T05:01:00Z');
  await expect(story.join('\n')).toMatchFileSnapshot('golden/tick.txt');
});

test('--quiet tells news only: what is known and unchanged is told once, whoever ticks', async () => {
  const clock = clockAt('2026-03-02T12:00:00Z');
  const place = placeWith({ daily: daily(), broken });
  const remote = sharedRemoteOf(place);
  const clone = remote.clone({ clock });
  const story: string[] = [];
  const tick = async (what: string, time: string, ...args: string[]) => {
    clock.set(time);
    const answer = await clone.segue('tick', '--quiet', ...args);
    story.push(`# ${what}`, shown(['segue tick --quiet', ...args].join(' '), answer).replaceAll(remote.bare.root, '…'));
    return answer;
  };
  const merge = async (text: string) => {
    clone.write('pipelines/broken.yml', text);
    clone.commit();
    clone.git('push', '-q', 'origin', 'main');
  };
  await tick('the first tick', '2026-03-02T12:00:00Z');
  expect(await tick('a minute later', '2026-03-02T12:01:00Z')).toEqual({ code: 1, stdout: '', stderr: '' });
  await tick('something is due', '2026-03-03T05:00:00Z');
  renameSync(remote.bare.root, `${remote.bare.root}-away`);
  await tick('the remote is away', '2026-03-03T05:01:00Z');
  expect(await tick('it still is', '2026-03-03T05:02:00Z')).toMatchObject({ stdout: '', stderr: '' });
  renameSync(`${remote.bare.root}-away`, remote.bare.root);
  await tick('it is back', '2026-03-03T05:03:00Z');
  await merge('tasks: {}\n');
  await tick('the file is broken otherwise', '2026-03-03T05:04:00Z');
  await merge(byHand);
  await tick('it is mended', '2026-03-03T05:05:00Z');
  expect(await tick('silence', '2026-03-03T05:06:00Z')).toEqual({ code: 0, stdout: '', stderr: '' });
  await tick('a week later: the latest is run, the others are passed over', '2026-03-10T05:00:00Z');
  await expect(story.join('\n')).toMatchFileSnapshot('golden/tick-quiet.txt');
});

test('a run that fails makes the exit code 1; its interval is served, a retry is for people', async () => {
  const clock = clockAt('2026-03-02T12:00:00Z');
  const place = placeWith({ daily: daily('', 'exit 3') }, { clock });
  expect(await place.segue('tick', '--env', 'local')).toMatchObject({ code: 0 });
  clock.set('2026-03-03T05:00:30Z');
  const failed = await place.segue('tick', '--env', 'local');
  expect(failed).toMatchObject({ code: 1, stdout: expect.stringContaining('exit 3') });
  expect(failed.stdout).toMatch(/next 2026-03-04 05:00:00 UTC; the interval .* was served by r-.*: failed/);
  const again = await place.segue('tick', '--env', 'local', '--json');
  expect(again.code).toBe(0);
  const events = again.stdout
    .trimEnd()
    .split('\n')
    .map((line): { event: string } => JSON.parse(line));
  expect(events.map(({ event }) => event)).toEqual(['tick-started', 'waits', 'tick-finished']);
});

test('what lacks a secret is refused once a tick, keeps nobody waiting, and stays due', async () => {
  const clock = clockAt('2026-03-02T12:00:00Z');
  const lacking = Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((id) => [id, daily('secrets: [TOKEN]\n')]));
  const place = placeWith({ ...lacking, z: daily() }, { clock });
  place.write('.github/segue.yml', 'max-parallel-runs: 1\n');
  place.commit();
  await place.segue('tick', '--env', 'local');
  clock.set('2026-03-03T05:00:30Z');
  const refused = await place.segue('tick', '--env', 'local');
  expect(refused.code).toBe(1);
  expect(refused.stderr.match(/SG705/g)).toHaveLength(5);
  expect(refused.stdout).toContain('✓ z succeeded');
  place.write('.env', 'TOKEN=long-enough-to-mask\n');
  const served = await place.segue('tick', '--env', 'local', '--env-file', '.env');
  expect([served.code, served.stdout.match(/✓ [a-e] succeeded/g)?.length]).toEqual([0, 5]);
});

test('a dry run says how many may go on at once, and writes nothing', async () => {
  const clock = clockAt('2026-03-02T12:00:00Z');
  const place = placeWith({ daily: daily('catchup: all\nmax-active-runs: 2\n') }, { clock });
  await place.segue('tick', '--env', 'local');
  const refs = place.git('for-each-ref');
  clock.set('2026-03-09T05:00:30Z');
  expect((await place.segue('tick', '--env', 'local', '--dry-run')).stdout).toBe(
    [
      'daily  would run: 2026-03-02 05:00 to 2026-03-03 05:00 UTC',
      'daily  would run: 2026-03-03 05:00 to 2026-03-04 05:00 UTC',
      'daily  then as many go on as may at once: 2\n',
    ].join('\n'),
  );
  expect(place.git('for-each-ref')).toBe(refs);
});
