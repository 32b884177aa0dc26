import { expect, test } from 'vitest';
import { botIn, botWorld } from './bot-world.ts';

/** When it dies: in the words of what GitHub knows by then. */
const moments = [
  { name: 'before anything was said', method: 'POST', path: /\/comments$/, kind: 'silent' },
  {
    name: 'after the comment was made, which it never heard of',
    method: 'POST',
    path: /\/comments$/,
    kind: 'silent-after',
  },
  { name: 'after the comment, before the check', method: 'POST', path: /\/check-runs$/, kind: 'silent' },
  {
    name: 'after the check was made, which it never heard of',
    method: 'POST',
    path: /\/check-runs$/,
    kind: 'silent-after',
  },
] as const;

test('killed at any moment, the next one finds what is missing, and makes nothing twice', async () => {
  const world = await botWorld();
  const { github } = world;
  let bot = await botIn(world);
  for (const [index, { name: _, ...fault }] of moments.entries()) {
    const pull = await world.open(`change-${index}`, `word ${index}`);
    const dead = new Promise<void>((resolve) => {
      const meanwhile = (): void => void bot.kill('SIGKILL').then(() => resolve());
      github.fault({ ...fault, meanwhile });
    });
    expect(await bot.say('opened', pull)).toBe(200);
    await dead;
    bot = await botIn(world);
    const head = await pull.head();
    // What was done to its end needs no healing.
    if (fault.kind !== 'silent-after' || !String(fault.path).includes('check')) {
      await bot.line(({ what, job }) => what === 'done' && job === `acme/data#${pull.number}`);
    }
    expect(await world.checks(head)).toMatchObject([{ status: 'completed', conclusion: 'success' }]);
    expect(await world.comments(pull)).toHaveLength(1);
  }
});

test('what was opened, pushed to and closed while nobody listened is found by looking around', async () => {
  const world = await botWorld();
  const [opened, closed] = [await world.open('one', 'a'), await world.open('two', 'b')];
  await closed.close();
  const bot = await botIn(world);
  await bot.line(({ what, job }) => what === 'done' && job === `acme/data#${opened.number}`);
  expect(await world.checks(await opened.head())).toMatchObject([{ status: 'completed' }]);
  expect(await world.checks(await closed.head())).toEqual([]);
  expect(await bot.kill('SIGTERM')).toBe(0);
  // Nothing to do: it looks, and writes nothing.
  world.github.takeLines();
  const next = await botIn(world);
  expect(await next.line(({ what }) => what === 'looked around')).toMatchObject({ queued: 0 });
  expect(world.github.takeLines().filter((line) => /^(?:POST|PATCH|DELETE|PUT) (?!\/app)/.test(line))).toEqual([]);
});
