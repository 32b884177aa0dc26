import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { LeaseFacts } from '../../src/run/leases.ts';
import { gitArtifacts } from '../../src/store/artifacts/artifacts-git.ts';
import { stateRef } from '../../src/store/names.ts';
import { openRepository } from '../../src/store/repository/repository.ts';
import { RefLeaseBoard } from '../../src/store/shared/lease-board.ts';
import { epoch } from '../support/builders.ts';
import { scratchFolder } from '../support/scratch-repository.ts';
import { nonce } from './artifacts-contract.ts';
import { live, openState, sharedRemote, store } from './state-fixture.ts';

const facts: LeaseFacts = {
  holder: 'h-one',
  place: 'machine:clone',
  process: { pid: 4_711, started: 's', boot: 'b' },
  leaseMs: 300_000,
  since: epoch,
};
const lease = 'refs/segue-lease/production/h-one';

/** Two clones of a remote that writes down what each push has moved: one line a push. */
async function world() {
  const { bare, clone } = sharedRemote();
  const log = join(scratchFolder(), 'pushes');
  bare.write('hooks/post-receive', `#!/bin/sh\necho $(cut -d' ' -f3 | sort) >> '${log}'\n`, 0o755);
  const [here, there] = [clone('one'), clone('two')];
  const [mine, other] = [await openState(here, { remote: 'origin' }), await openState(there, { remote: 'origin' })];
  onTestFinished(() => {
    mine.close();
    other.close();
  });
  const announce = () => new RefLeaseBoard(mine.swapRefs('production'), 'production', live).announce(facts);
  const pushes = () =>
    readFileSync(log, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(' '));
  const claim = (pipeline: string) => store(mine.state, 'production', pipeline, 'r-1', 'now');
  return { bare, here, mine, other, announce, pushes, claim };
}

test('a lease comes with the first claims, and leaves with the last push', async () => {
  const { bare, mine, announce, pushes, claim } = await world();
  const { risen } = await announce();
  await Promise.all(['a', 'b'].map(claim));
  await risen;
  await store(mine.state, 'production', 'a', 'r-2');
  expect(await mine.flush('last')).toEqual([]);
  const [a, b] = [stateRef('production', 'a'), stateRef('production', 'b')];
  expect(pushes()).toEqual([
    [lease, a, b],
    [lease, a],
  ]);
  expect(bare.git('for-each-ref', 'refs/segue-lease')).toBe('');
});

test('who loses the race for all its claims has no lease either', async () => {
  const { bare, other, here, mine, announce, claim } = await world();
  await announce();
  bare.git('config', 'receive.denyNonFastForwards', 'true');
  await store(other.state, 'production', 'a', 'r-0', 'now');
  await mine.refresh('production');
  let isFirst = true;
  const decided = mine.state.update(
    'production',
    'a',
    { action: 'end', by: 'Ana' },
    async ({ state }) => {
      if (!isFirst) return undefined;
      isFirst = false;
      await store(other.state, 'production', 'a', 'r-9', 'now');
      return { state: { ...state, cursor: epoch } };
    },
    { push: 'now' },
  );
  expect(await decided).toEqual({ outcome: 'unchanged' });
  expect(bare.git('for-each-ref', 'refs/segue-lease')).toBe('');
  expect(await claim('b')).toEqual({ outcome: 'written' });
  expect(bare.git('rev-parse', lease)).toBe(here.git('rev-parse', bare.git('rev-parse', lease)));
});

test('where a remote does not know all or nothing, the lease is there before a claim and goes after the last push', async () => {
  const { bare, mine, announce, pushes, claim } = await world();
  bare.git('config', 'receive.advertiseAtomic', 'false');
  await announce();
  expect(await claim('a')).toEqual({ outcome: 'written' });
  await store(mine.state, 'production', 'a', 'r-2');
  expect(await mine.flush('last')).toEqual([]);
  const a = stateRef('production', 'a');
  expect(pushes()).toEqual([[lease], [lease, a], [a]]);
  expect(bare.git('for-each-ref', '--format=%(refname)', 'refs/segue-lease')).toBe(lease);
});

test('a remote that refuses leases gets no claims', async () => {
  const { bare, announce, claim } = await world();
  bare.write('hooks/update', '#!/bin/sh\ncase "$1" in refs/segue-lease/*) exit 1;; esac\n', 0o755);
  await announce();
  await expect(claim('a')).rejects.toMatchObject({ code: 'SG608', message: expect.stringContaining(lease) });
  expect(bare.git('for-each-ref')).toBe('');
});

test('small artifacts take along what waits to be pushed, large ones go beside it', async () => {
  const { here, mine, pushes } = await world();
  const repository = await openRepository(here.place);
  const send = mine.send ?? (() => Promise.reject(new Error('there is a remote')));
  const bounds = { taskBytes: 10 * 1024 * 1024, taskFiles: 1 };
  const options = { repository, environment: 'production', remote: 'origin', bounds, nonce, send };
  const artifacts = gitArtifacts(options);
  await store(mine.state, 'production', 'a', 'r-1');
  here.write('small', 'x');
  here.write('large', Buffer.alloc(2 * 1024 * 1024, 'x'));
  for (const file of ['large', 'small']) {
    expect(await artifacts.keep('r-1', 't', here.root, [file])).toEqual({ ok: true, files: [expect.anything()] });
  }
  const kept = 'refs/segue-artifacts/production/r-1';
  expect(pushes()).toEqual([[kept], [kept, stateRef('production', 'a')].sort()]);
});
