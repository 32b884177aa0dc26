import { describe, expect, test } from 'vitest';
import type { Observation, Stalled } from '../../../src/incident/observation.ts';
import { weekdays } from '../../../src/model/alerts.ts';
import { ended, factsOf, failed, green, missed, on } from '../../incident/incident-runs.ts';
import { type Found, IncidentWorld } from './incident-world.ts';

const away = 'psql: error: could not connect to server: Connection refused';
const privileges = 'permission denied for table fx';
const lastGreen = { run: 'r-green', commit: 'a'.repeat(40), at: on(0, '05:00') };

/** Many tasks that fail alike, but for what changes by itself. */
function storm(at: string, pipelines: number, tasks: number): readonly Observation[] {
  return Array.from({ length: pipelines }, (_, pipeline) => {
    const ends = Array.from(
      { length: tasks },
      (__, task) => [`load-${task}`, { says: `${away} (attempt ${task})` }] as const,
    );
    return ended({ pipeline: `shop/p${pipeline}`, at, tasks: Object.fromEntries(ends) });
  });
}

test.each([
  ['one pipeline', 1, 400],
  ['ten pipelines', 10, 40],
])('400 failing tasks with one cause are one issue and one message: in %s', async (_, pipelines, tasks) => {
  const world = new IncidentWorld();
  await world.job(...storm(on(1, '05:00'), pipelines, tasks));
  expect(world.issues).toHaveLength(1);
  expect(world.messages).toHaveLength(1);
  for (const day of [2, 3]) await world.job(...storm(on(day, '05:00'), pipelines, tasks));
  expect([world.issues.length, world.comments.length, world.messages.length]).toEqual([1, 0, 1]);
  await world.job(...storm(on(4, '05:00'), pipelines, 0));
  expect(world.issues).toEqual([expect.stringMatching(/^closed: /)]);
  expect([world.comments.length, world.messages.length]).toEqual([1, 2]);
});

test('what flaps opens the same issue again, and says so', async () => {
  const world = new IncidentWorld();
  for (const day of [1, 2, 3]) {
    await world.job(failed('daily', on(day, '05:00'), privileges));
    await world.job(green('daily', on(day, '06:00')));
  }
  expect(world.issues).toEqual([expect.stringMatching(/^open: daily: flapping, /)]);
  await world.job(green('daily', on(3, '07:00')));
  expect(world.issues).toEqual([expect.stringMatching(/^closed: daily: flapping, /)]);
});

test('what a job has made that died before it could note that is closed once all is well', async () => {
  const world = new IncidentWorld();
  const ensureIssue = world.forge.ensureIssue.bind(world.forge);
  const made = new Promise<void>((resolve) => {
    world.forge.ensureIssue = async (wish) => {
      await ensureIssue(wish);
      resolve();
      return new Promise(() => {});
    };
  });
  const dying = world.teller();
  dying.observe(failed('daily', on(1, '05:00'), privileges));
  void dying.close();
  await world.playing(made);
  world.forge.ensureIssue = ensureIssue;
  expect(world.issues).toEqual([expect.stringMatching(/^open: /)]);
  await world.job(green('daily', on(1, '06:00')));
  expect(world.issues).toEqual([expect.stringMatching(/^closed: /)]);
});

test('a missed deadline is one incident, which ends with the run that comes too late', async () => {
  const world = new IncidentWorld();
  await world.job(missed('daily', on(1, '07:00')));
  expect(world.issues).toEqual(['open: daily: deadline Mon 2 Mar 07:00 missed']);
  expect(world.messages).toEqual([expect.stringContaining('daily is late> (production, critical)')]);
  await world.job(missed('daily', on(1, '07:00')), green('daily', on(1, '07:20')));
  expect(world.issues).toEqual(['closed: daily: deadline Mon 2 Mar 07:00 missed']);
  expect(world.messages).toHaveLength(2);
  await world.job(green('daily', on(2, '06:00')));
  expect(world.messages).toHaveLength(2);
});

test('what stands still for an hour is one incident', async () => {
  const world = new IncidentWorld();
  const stalled: Stalled = { pipeline: 'daily', facts: factsOf('daily'), due: on(1, '05:00') };
  const look = (time: string, ...still: readonly Stalled[]): Observation => {
    return { kind: 'looked', at: on(1, time), pipelines: ['daily'], stalled: still, unjudged: [] };
  };
  await world.job(look('05:10', stalled));
  expect([world.issues, world.messages]).toEqual([[], []]);
  await world.job(look('06:10', stalled));
  expect(world.body()).toContain('`segue run daily --env production` · `segue tick --dry-run --env production`');
  expect(world.issues).toEqual(['open: daily: due Mon 2 Mar 05:00 and has not begun']);
  await world.job(look('06:30'), green('daily', on(1, '06:40')));
  expect(world.issues).toEqual(['closed: daily: due Mon 2 Mar 05:00 and has not begun']);
  expect(world.messages).toHaveLength(2);
  expect(world.body()).not.toContain('1 run');
  expect(world.comments).toEqual([expect.not.stringContaining('failed run')]);
});

test('after a wake-up that came hours late, 300 late pipelines are a few issues, which end with their runs', async () => {
  const names = Array.from({ length: 300 }, (_, index) => `shop/p${index}`);
  const world = new IncidentWorld({ start: on(1, '08:00') });
  const late = names.map((name, index): Observation => {
    const deadline = on(1, `0${4 + (index % 4)}:00`);
    return { kind: 'deadline-missed', pipeline: name, facts: factsOf(name), deadline, seen: on(1, '08:00') };
  });
  await world.job(...late);
  expect(world.issues).toHaveLength(3);
  expect(world.issues[2]).toBe('open: 298 pipelines: deadlines missed');
  expect(world.messages).toHaveLength(3);
  expect(world.messages.join()).toContain('298 pipelines are late');
  await world.job(...late, ...names.slice(1).map((name) => green(name, on(1, '08:20'))));
  expect(world.issues.map((each) => each.split(':')[0])).toEqual(['open', 'closed', 'closed']);
});

test('quiet hours, a budget for each day and routes are kept, and what waits is told in the morning', async () => {
  const quiet = { from: '22:00', to: '07:00', days: weekdays, critical: 'wait' } as const;
  const route = { webhook: 'SLACK', format: 'slack', pipelines: ['shop/*'] } as const;
  const world = new IncidentWorld({ start: on(1, '05:00'), alerts: { quiet, perDay: 2, routes: [route] } });
  await world.job(failed('shop/a', on(1, '05:00'), privileges), failed('other', on(1, '05:00'), 'no such host: other'));
  expect([world.issues.length, world.messages.length]).toEqual([2, 0]);
  world.clock.advance(2 * 3_600_000);
  await world.job();
  expect(world.messages).toEqual([expect.stringContaining('shop/a')]);
  const more = ['b', 'c', 'd'].map((name) => failed(`shop/${name}`, on(1, '07:10'), `no such table: ${name}`));
  await world.job(...more);
  expect(world.messages).toHaveLength(2);
  expect(world.messages[1]).toContain('3 more of production');
  await world.job(failed('shop/e', on(1, '07:20'), 'no such column: e'));
  expect(world.messages).toHaveLength(2);
});

describe('an issue with the label segue:muted', () => {
  async function muted(): Promise<IncidentWorld> {
    const world = new IncidentWorld({ alerts: { after: 2 } });
    const facts = { owner: '@ana' };
    await world.job(failed('daily', on(1, '05:00'), privileges, facts));
    expect(world.body()).toContain('@ana');
    relabel(world, ['segue', 'segue:muted']);
    await world.job(failed('daily', on(2, '05:00'), away, facts));
    return world;
  }

  function relabel(world: IncidentWorld, labels: readonly string[]): void {
    const [issue] = world.forge.issues;
    if (issue !== undefined) issue.wish = { ...issue.wish, labels };
  }

  test('is kept true, and nobody is told', async () => {
    const world = await muted();
    expect(world.body()).toContain('2 runs');
    expect(world.body()).toContain('Muted: nobody is told.');
    expect(world.body()).not.toContain('@ana');
    expect([world.comments, world.messages]).toEqual([[], []]);
    await world.job(green('daily', on(2, '06:00')));
    expect(world.issues).toEqual([expect.stringMatching(/^closed: /)]);
    expect([world.comments, world.messages]).toEqual([[], []]);
  });

  test('is told again once the label is gone and something changes', async () => {
    const world = await muted();
    relabel(world, ['segue']);
    world.asked.length = 0;
    await world.job();
    expect([world.asked, world.messages]).toEqual([[], []]);
    await world.job(failed('daily', on(3, '05:00'), away, { owner: '@ana' }));
    expect(world.body()).toContain('@ana');
    expect(world.messages).toHaveLength(1);
    expect(world.comments).toEqual([expect.stringContaining('It fails differently now.')]);
    expect(world.asked).toEqual(['labels of 1']);
  });

  test('is asked for before a message that waited for the morning', async () => {
    const quiet = { from: '22:00', to: '07:00', days: weekdays, critical: 'wait' } as const;
    const world = new IncidentWorld({ start: on(1, '05:00'), alerts: { quiet } });
    await world.job(failed('daily', on(1, '05:00'), privileges));
    relabel(world, ['segue', 'segue:muted']);
    world.clock.advance(3 * 3_600_000);
    await world.job();
    expect(world.messages).toEqual([]);
    await world.job();
    expect(world.messages).toEqual([]);
    expect(world.body()).toContain('Muted: nobody is told.');
  });
});

describe('likely causes', () => {
  const commits = [
    { number: 412, commit: 'c'.repeat(40), title: 'FX', author: 'ana', at: on(0, '06:00'), paths: ['a'] },
  ];
  const failure = failed('daily', on(1, '05:00'), privileges, { lastGreen });

  test('stand in the issue from the first, if they are found soon', async () => {
    const world = new IncidentWorld({ lookUp: async () => commits });
    await world.job(failure);
    expect(world.body()).toContain('pull request 412');
    expect(world.body()).toContain('A suspicion, not proof.');
    const before = world.body();
    world.lookUp = async () => expect.fail('asked again');
    await world.job(failed('other', on(1, '05:10'), away));
    expect(world.body()).toBe(before);
  });

  test('do not hold an issue up: it says that it was not checked until they are found', async () => {
    const { world, answer } = slowLookUp();
    const teller = world.teller();
    teller.observe(failure);
    const closing = teller.close();
    await settle();
    world.clock.advance(5_000);
    await settle();
    expect(world.body()).toContain('**Likely cause:** not checked.');
    answer(commits);
    await world.playing(closing);
    expect(world.body()).toContain('pull request 412');
    expect(world.issues).toHaveLength(1);
  });

  test('that are found later while a job works on are told then', async () => {
    const { world, answer } = slowLookUp();
    const teller = world.teller();
    teller.observe(failure);
    for (const ms of [10_000, 5_000, 60_000]) {
      world.clock.advance(ms);
      await settle();
    }
    expect(world.body()).toContain('**Likely cause:** not checked.');
    answer(commits);
    await settle();
    world.clock.advance(10_000);
    await settle();
    expect(world.body()).toContain('pull request 412');
    await world.playing(teller.close());
    expect(world.clock.nextIn).toBeUndefined();
  });

  test('that are never found end nothing, and hold nobody up for long', async () => {
    const world = new IncidentWorld({ lookUp: () => new Promise(() => {}) });
    const before = world.clock.steady();
    await world.job(failure);
    expect(world.body()).toContain('**Likely cause:** not checked.');
    expect(world.clock.steady() - before).toBeLessThanOrEqual(20_000);
    world.lookUp = async () => commits;
    await world.job();
    expect(world.body()).toContain('pull request 412');
  });

  async function settle(): Promise<void> {
    for (let turn = 0; turn < 100; turn++) await Promise.resolve();
  }
});

/** A world in which somebody looks for causes until they are answered. */
function slowLookUp() {
  let resolveLast: (found: Found) => void = () => {};
  const world = new IncidentWorld({
    lookUp: () =>
      new Promise((resolve) => {
        resolveLast = resolve;
      }),
  });
  return { world, answer: (found: Found) => resolveLast(found) };
}
