import { expect, test } from 'vitest';
import type { Played } from './play.ts';
import { shrink, tellStory } from './shrink.ts';

const happened = ['push-lost#1', 'push-lost#2', 'wake-late#1', 'wake-late#2', 'wake-late#3'];
const acts = ['act#1', 'act#2', 'act#3'];

/** A world that goes wrong if one push is lost and one person does something, whatever else happens. */
async function play(without: ReadonlySet<string>): Promise<Played> {
  const isLeft = (id: string) => !without.has(id) && !without.has(id.replace(/#.*/, ''));
  return {
    seed: 7,
    concerns: ['pools', 'clocks'],
    broken: isLeft('push-lost#2') && isLeft('act#3') ? ['a slot is filled twice'] : [],
    rates: {},
    happened: happened.filter(isLeft).map((id) => ({ id, about: 'somebody' })),
    acts: acts.filter(isLeft).map((id) => ({ id, kind: 'push', afterMs: 60_000, which: 0 })),
    log: ['one', 'two', 'three'],
    digest: '0123456789abcdef',
    days: 1,
  } as unknown as Played;
}

test('of all that happened a story keeps what it takes, and its last line plays it again', async () => {
  const story = await shrink(await play(new Set()), { play, most: 60 });
  expect(story.played.happened.map(({ id }) => id)).toEqual(['push-lost#2']);
  expect(story.played.acts.map(({ id }) => id)).toEqual(['act#3']);
  const lines = tellStory(story).split('\n');
  expect(lines[0]).toBe('Seed 7 goes wrong: a slot is filled twice');
  expect(lines.at(-1)).toBe(
    `Play it again: npm run swarm -- --seed 7 --with pools,clocks --without ${[...story.without].join(',')}`,
  );
  expect((await play(story.without)).broken).toEqual(['a slot is filled twice']);
});

test.each([0, 3])('after %i plays a story is told as long as it is', async (most) => {
  let plays = 0;
  const counted = (without: ReadonlySet<string>) => {
    plays++;
    return play(without);
  };
  const story = await shrink(await play(new Set()), { play: counted, most });
  expect(plays).toBe(most);
  expect(story.played.broken).toEqual(['a slot is filled twice']);
  expect(tellStory(story)).toContain('Play it again: npm run swarm -- --seed 7');
});
