import { expect, test } from 'vitest';
import { lostCommandsRound } from '../../src/bot/lost-commands.ts';
import { commentJob } from '../../src/bot/on-comment.ts';
import { emptyMemory } from '../../src/bot/repository-memory.ts';
import { fetchInTry, overTime, Try } from '../../src/bot/try.ts';
import { answerComment } from '../../src/command/answer-comment.ts';
import { GithubClient } from '../../src/github/client.ts';
import { githubForge } from '../../src/github/forge.ts';
import { botApp } from '../support/bot-process.ts';
import { leapingTimes } from '../support/leaping-clock.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { type DeskWorld, deskWorld } from './desk-world.ts';

const files = { 'pipelines/daily.yml': 'description: d\nowner: "@ana"\ntasks: { load: { run: echo } }\n' };
const body = '/segue run daily';

test('a command that hangs at any of its requests is given up, does nothing more, and is answered once', async () => {
  const world = await deskWorld(files);
  const whole = hangingDesk(world, -1, 'before');
  await whole.work(await world.say(body, { isLost: true }));
  expect([await world.replies(), world.github.commands.dispatched.length]).toMatchObject([{ length: 1 }, 1]);
  // Each takes some minutes of the world, and commands are looked for in the last two hours of it.
  const places = Array.from({ length: 8 }, (_, nth) => Math.floor((nth * whole.count()) / 8));
  for (const [nth, hangsAt] of places.entries()) {
    const when = nth % 2 === 0 ? 'after' : 'before';
    const hanging = hangingDesk(world, hangsAt, when);
    const id = await world.say(body, { isLost: true });
    const one = new Try(new ManualClock('2026-11-22T12:00:00Z'), 1, () => hanging.work(id));
    await hanging.reached;
    one.giveUp();
    expect(await one.ended).toBe(overTime);
    world.github.takeLines();
    hanging.goOn();
    await hanging.over();
    expect(world.github.takeLines()).toEqual([]);

    await world.pass(11 * 60_000);
    await world.perform(lostCommandsRound.job(world.desk.at));
    const replies = await world.replies();
    expect([when, hangsAt, replies.length]).toEqual([when, hangsAt, nth + 2]);
    expect(replies.at(-1)).toMatch(/Asked for a job|is not known/);
    expect(world.github.commands.dispatched.length).toBeLessThanOrEqual(nth + 2);
  }
});

function hangingDesk({ github, clock, desk }: DeskWorld, hangsAt: number, when: 'before' | 'after') {
  let requests = 0;
  let goOn = () => {};
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  let reach = () => {};
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  const client = new GithubClient({
    token: github.appToken(botApp.slug, botApp.permissions),
    repository: github.repository,
    apiUrl: github.url,
    version: '1.2.3',
    clock,
    ...leapingTimes,
    fetch: fetchInTry(async (input, init) => {
      const isIt = requests++ === hangsAt;
      if (isIt && when === 'before') {
        reach();
        await held;
      }
      const answer = await fetch(input, init);
      if (isIt && when === 'after') {
        reach();
        await held;
      }
      return answer;
    }),
  });
  const own = { ...desk, client, forge: githubForge(client, { login: desk.login }), memory: emptyMemory() };
  let end: Promise<unknown> = Promise.resolve();
  const work = (id: number) => {
    const comment = { id, issue: 1, login: 'ana', isBot: false, body };
    const outcome = commentJob(desk.at, comment, answerComment).work(own);
    end = outcome;
    return outcome;
  };
  return { work, count: () => requests, reached, goOn, over: () => end };
}
