import { expect, test } from 'vitest';
import { Desks } from '../../src/bot/desks.ts';
import { ManualClock } from '../support/manual-clock.ts';

const login = 'segue-pipelines[bot]';

test('what it knows of a repository from before outlives what it has read there', () => {
  const desks = someDesks();
  const first = desks.at(address(0), login);
  first.memory.clock.nextLook = 1_234;
  for (let nth = 1; nth <= 500; nth += 1) expect(desks.at(address(nth), login).memory.clock.nextLook).toBe(0);
  const again = desks.at(address(0), login);
  expect(again).not.toBe(first);
  expect(again.memory).toBe(first.memory);
});

test('two installations, and two default branches, share nothing', () => {
  const desks = someDesks();
  const { memory } = desks.at(address(0), login);
  expect(desks.at({ ...address(0), installation: 2 }, login).memory).not.toBe(memory);
  expect(desks.at({ ...address(0), defaultBranch: 'trunk' }, login).memory).not.toBe(memory);
});

function address(nth: number) {
  return { installation: 1, owner: 'acme', name: `data-${nth}`, defaultBranch: 'main' };
}

function someDesks(): Desks {
  const never = () => Promise.reject(new Error('nobody is asked'));
  return new Desks({
    apiUrl: 'https://api.github.com',
    clock: new ManualClock('2026-11-21T12:00:00Z'),
    newToken: never,
    sawLimit: () => undefined,
    offer: () => undefined,
    reviewer: () => ({ review: never, reviewGroup: never, approvals: { pipelinesOf: never, approve: never } }),
  });
}
