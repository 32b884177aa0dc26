import { expect, test } from 'vitest';
import { reactionsTo } from '../../src/bot/events.ts';
import type { Job, JobOutcome } from '../../src/bot/job.ts';
import { webhookEvent } from '../../src/bot/webhook-event.ts';
import { place } from '../support/bot-process.ts';
import { type DeskWorld, deskOf, deskWorld } from './desk-world.ts';
import { dailyFiles, pressed, pressedRun, putIncident, putRun } from './pressed-buttons.ts';

const retry = { command: 'retry', run: pressedRun };

/** What is done because GitHub tells of a button, or lists that it has told of it. */
function jobOf(id: string, sentAt?: number): Job {
  const found = sentAt === undefined ? undefined : { sentAt, newestAt: sentAt };
  const [job] = reactionsTo(webhookEvent(id, 'check_run', { ...place, ...pressed('retry') }, found));
  return job as Job;
}

/** The next process, to which nobody has told anything: it finds the webhook in the list, and tries as often as one does. */
async function finish(world: DeskWorld, id: string, sentAt: number): Promise<JobOutcome> {
  const desk = deskOf(world.github, world.clock);
  let outcome = await jobOf(id, sentAt).work(desk);
  for (let again = 0; again < 3 && outcome.kind === 'later'; again++) {
    await world.pass(outcome.afterMs ?? 5_000);
    outcome = await jobOf(id, sentAt).work(desk);
  }
  return outcome;
}

test('a button whose process dies at any request is done once by the next one, and answered once', async () => {
  const world = await deskWorld(dailyFiles);
  const { github, clock } = world;
  await putRun(world, 'failed');
  await putIncident(world);
  github.takeLines();
  await jobOf('well').work(deskOf(github, clock));
  const deaths = github.takeLines().flatMap((line, skip) => {
    const [before, after] = [{ kind: 'lost-before', skip, line } as const, { kind: 'lost-after', skip, line } as const];
    // What only reads changes nothing, before or after: some of it will do.
    if (line.startsWith('GET')) return skip % 4 === 0 ? [before] : [];
    return [before, after];
  });
  expect(deaths.filter(({ kind }) => kind === 'lost-after').length).toBeGreaterThan(5);
  for (const [index, { line, ...death }] of deaths.entries()) {
    // What was started before is not taken for this one.
    for (let minutes = 0; minutes < 30; minutes += 10) await world.pass(10 * 60_000);
    const [began, sentAt, id] = [github.commands.dispatched.length, clock.now(), `died-${index}`];
    github.fault(death);
    github.fault({ kind: 'lost-before', times: 10_000 });
    expect(await jobOf(id).work(deskOf(github, clock)), line).not.toMatchObject({ kind: 'done' });
    github.heal();
    expect(await finish(world, id, sentAt), line).toMatchObject({ kind: 'done' });
    expect(github.commands.dispatched.slice(began), line).toEqual([retry]);
  }
  const again = await jobOf('died-0', clock.now()).work(deskOf(github, clock));
  expect(again).toMatchObject({ what: 'nothing: it was taken up before' });
  const answers = await world.replies();
  expect(answers).toHaveLength(deaths.length + 1);
  const unknown = answers.filter((answer) => answer.includes('whether it was done is not known'));
  expect(unknown.length).toBeGreaterThan(0);
  expect(unknown.length).toBeLessThan(deaths.length / 2);
});
