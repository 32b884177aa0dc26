import { expect, test } from 'vitest';
import { InstallationTokens } from '../../src/bot/installation-tokens.ts';
import { ManualClock } from '../support/manual-clock.ts';

const minute = 60_000;

function world() {
  const clock = new ManualClock('2026-11-21T12:00:00Z');
  const asked: number[] = [];
  let isDown = false;
  const tokens = new InstallationTokens(async (installation) => {
    asked.push(installation);
    if (isDown) throw new Error('no answer');
    return `token ${asked.length} of ${installation}`;
  }, clock);
  return { clock, asked, tokens, isDown: (down: boolean) => (isDown = down) };
}

test('a token is asked for once, by however many at once, and anew before its hour is over', async () => {
  const { clock, tokens } = world();
  const all = await Promise.all([tokens.token(7), tokens.token(7), tokens.token(8)]);
  expect(all).toEqual(['token 1 of 7', 'token 1 of 7', 'token 2 of 8']);
  clock.advance(49 * minute);
  expect(await tokens.token(7)).toBe('token 1 of 7');
  clock.advance(minute);
  expect(await tokens.token(7)).toBe('token 3 of 7');
});

test('the wall clock has no part in it, however wrong it is', async () => {
  const { clock, tokens, asked } = world();
  await tokens.token(7);
  clock.jump(-5 * 60 * minute);
  await tokens.token(7);
  clock.jump(10 * 60 * minute);
  await tokens.token(7);
  expect(asked).toEqual([7]);
});

test('what could not be had is asked for again, and what GitHub does not know any more, too', async () => {
  const { tokens, isDown } = world();
  isDown(true);
  await expect(tokens.token(7)).rejects.toThrow('no answer');
  isDown(false);
  expect(await tokens.token(7)).toBe('token 2 of 7');
  tokens.forget(7);
  expect(await tokens.token(7)).toBe('token 3 of 7');
});
