import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Problem } from '../../../src/diagnostic/problem.ts';
import { ToldTroubles } from '../../../src/workspace/tick/told-troubles.ts';
import { countedChance } from '../../store/state-fixture.ts';
import { scratchFolder } from '../../support/scratch-repository.ts';
import { clockAt } from '../../support/set-clock.ts';

const first = '2026-03-02T12:00:00.000Z';
const secret = new Problem('SG705', 'TOKEN is not set.', 'Set it.');
const away = new Problem('SG609', 'The remote is away.', 'Wait.');

/** Each look is a tick of its own in the same clone. */
function clone() {
  const segueDir = scratchFolder();
  const clock = clockAt(first);
  const randomness = { ...countedChance(), letters: () => 'x', hex: () => 'x' };
  const tick = (environment = 'production') =>
    new ToldTroubles({ repository: { segueDir }, environment, clock, randomness } as never);
  return { tick, clock, file: `${segueDir}/told/production.json` };
}

test('what was told is known from then on, by pipeline and by all that was said', () => {
  const { tick, clock } = clone();
  const one = tick();
  expect([one.meet(secret, 'a'), one.meet(secret, 'b'), one.meet(secret, 'a')]).toEqual([undefined, undefined, first]);
  clock.set('2026-03-02T12:01:00Z');
  const two = tick();
  expect([two.meet(secret, 'a'), two.meet(away, 'a'), two.meet(secret)]).toEqual([first, undefined, undefined]);
  expect(tick('staging').meet(secret, 'a')).toBe(undefined);
});

test('what is not met again is over, once; a pipeline with another trouble is not without', () => {
  const { tick } = clone();
  const one = tick();
  one.meet(secret, 'a');
  one.meet(secret, 'b');
  one.meet(away);
  expect(one.settle()).toEqual(new Set());
  const two = tick();
  two.meet(away, 'a');
  expect(two.settle()).toEqual(new Set(['b', undefined]));
  const three = tick();
  expect(three.settle()).toEqual(new Set(['a']));
  expect(tick().settle()).toEqual(new Set());
});

test('a tick that lasts forgets nothing that shorter ones have told meanwhile', () => {
  const { tick } = clone();
  const long = tick();
  long.meet(secret, 'a');
  tick().meet(away, 'b');
  long.meet(away, 'c');
  long.settle();
  const next = tick();
  expect([next.meet(secret, 'a'), next.meet(away, 'b'), next.meet(away, 'c')]).toEqual([first, first, first]);
});

test.each(['', '{', '{"a":1}', '[null,1,{"digest":1}]', '[{"digest":"x","since":"never"}]'])(
  'of a file that makes no sense nothing is believed: %j',
  (text) => {
    const { tick, file } = clone();
    tick().meet(secret, 'a');
    writeFileSync(file, text);
    const later = tick();
    expect([later.settle(), later.meet(secret, 'a'), tick().meet(secret, 'a')]).toEqual([new Set(), undefined, first]);
  },
);
