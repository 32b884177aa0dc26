import { describe, expect, onTestFinished, test } from 'vitest';
import { Problem } from '../../src/diagnostic/problem.ts';
import { DocumentState } from '../../src/store/documents/document-state.ts';
import { RemoteDocuments } from '../../src/store/documents/remote-documents.ts';
import { CommandRemote, type StateRemote } from '../../src/store/git/git-remote.ts';
import { gitDocuments } from '../../src/store/git/git-state.ts';
import { stateRef } from '../../src/store/names.ts';
import { PushQueue } from '../../src/store/push/push-queue.ts';
import type { PushVerdict } from '../../src/store/push/push-report.ts';
import { openRepository } from '../../src/store/repository/repository.ts';
import type { ScratchRepository } from '../support/scratch-repository.ts';
import { runOf } from './state-documents.ts';
import { listedRuns, live, noBudget, openState, putEntry, sharedRemote, store } from './state-fixture.ts';

const ref = stateRef('production', 'a');

interface Wire {
  /** Replaces pushes one by one; `real` does what the last argument says. */
  readonly pushes: ((
    real: () => Promise<ReadonlyMap<string, PushVerdict>>,
  ) => Promise<ReadonlyMap<string, PushVerdict>>)[];
  count: number;
}

/** A clone whose pushes can be tampered with. */
async function openWired(
  clone: ScratchRepository,
  wire: Wire,
  durability: 'grouped' | 'strict' = 'grouped',
  fetches = { count: 0 },
) {
  const { home: repository } = await openRepository(clone.place);
  const local = gitDocuments({ ...live, repository });
  const git = new CommandRemote(repository, 'origin');
  const remote: StateRemote = {
    fetch(names) {
      fetches.count++;
      return git.fetch(names);
    },
    bring: (version) => git.bring(version),
    commonVersion: (a, b) => git.commonVersion(a, b),
    firstVersion: (version) => git.firstVersion(version),
    push(updates) {
      wire.count++;
      const tampered = wire.pushes.shift();
      return tampered ? tampered(() => git.push(updates)) : git.push(updates);
    },
  };
  const budget = durability === 'strict' ? { ...noBudget, wait: () => 0 } : noBudget;
  const queue = new PushQueue({ clock: live.clock, remote, budget });
  const documents = new RemoteDocuments({ local, remote, queue, durability });
  onTestFinished(() => local.close());
  return { documents, state: new DocumentState({ ...live, documents }) };
}

async function open(clone: ScratchRepository) {
  const git = await openState(clone, { remote: 'origin' });
  onTestFinished(() => git.close());
  return git;
}

const unknown: ReadonlyMap<string, PushVerdict> = new Map([[ref, { kind: 'unknown' as const }]]);

describe('a claim through a remote', () => {
  test('is at the remote when it is written, and other clones build on it', async () => {
    const { bare, clone } = sharedRemote();
    const one = await open(clone('one'));
    const two = await open(clone('two'));
    expect(await store(one.state, 'production', 'a', 'r-1', 'now')).toEqual({ outcome: 'written' });
    expect(bare.git('for-each-ref', '--format=%(refname)', 'refs/segue')).toBe(ref);
    await store(two.state, 'production', 'a', 'r-2', 'now');
    expect(await listedRuns(two.state, 'production', 'a')).toEqual(['r-1', 'r-2']);
    expect(await listedRuns(one.state, 'production', 'a')).toEqual(['r-1']);
    await one.refresh('production');
    expect(await listedRuns(one.state, 'production', 'a')).toEqual(['r-1', 'r-2']);
  });

  test('whose answer is lost is recognised as arrived', async () => {
    const { bare, clone } = sharedRemote();
    const one = clone('one');
    const wire: Wire = { count: 0, pushes: [async (real) => real().then(() => unknown)] };
    const { state } = await openWired(one, wire);
    expect(await store(state, 'production', 'a', 'r-1', 'now')).toEqual({ outcome: 'written' });
    expect(wire.count).toBe(1);
    expect(bare.git('rev-list', '--count', ref)).toBe('1');
  });

  test('that never arrived is pushed again', async () => {
    const { bare, clone } = sharedRemote();
    const one = clone('one');
    const wire: Wire = { count: 0, pushes: [async () => unknown] };
    const { state } = await openWired(one, wire);
    expect(await store(state, 'production', 'a', 'r-1', 'now')).toEqual({ outcome: 'written' });
    expect(wire.count).toBe(2);
    expect(bare.git('rev-list', '--count', ref)).toBe('1');
  });

  test('whose answer is lost is recognised even if another clone has built on it meanwhile', async () => {
    const { bare, clone } = sharedRemote();
    const one = clone('one');
    const other = await open(clone('two'));
    const wire: Wire = {
      count: 0,
      pushes: [
        async (real) => {
          await real();
          await store(other.state, 'production', 'a', 'r-2', 'now');
          return unknown;
        },
      ],
    };
    const { state } = await openWired(one, wire);
    expect(await store(state, 'production', 'a', 'r-1', 'now')).toEqual({ outcome: 'written' });
    expect(wire.count).toBe(1);
    expect(bare.git('rev-list', '--count', ref)).toBe('2');
  });

  test('is decided anew when the ref moved between reading and pushing', async () => {
    const { bare, clone } = sharedRemote();
    const one = clone('one');
    const other = await open(clone('two'));
    await store(other.state, 'production', 'a', 'r-0', 'now');
    const wire: Wire = {
      count: 0,
      pushes: [async (real) => store(other.state, 'production', 'a', 'r-2', 'now').then(real)],
    };
    const { state } = await openWired(one, wire);
    const seen: number[] = [];
    await state.update(
      'production',
      'a',
      putEntry,
      async (view) => {
        seen.push((await view.runs()).length);
        return { runs: [runOf('production', 'a', 'r-1')] };
      },
      { push: 'now' },
    );
    expect(seen).toEqual([1, 2]);
    expect(bare.git('rev-list', '--count', '--min-parents=1', ref)).toBe('2');
    expect(await listedRuns(state, 'production', 'a')).toEqual(['r-0', 'r-1', 'r-2']);
  });

  test('of the same bytes by two clones is won by one', async () => {
    const { clone } = sharedRemote();
    const gits = [await open(clone('one')), await open(clone('two'))];
    const change = { runs: [runOf('production', 'a', 'r-1')] };
    const results = await Promise.all(
      gits.map(({ state }) => state.update('production', 'a', putEntry, () => change, { push: 'now' })),
    );
    expect(results.map(({ outcome }) => outcome).sort()).toEqual(['unchanged', 'written']);
  });

  test('goes out in one push with all that are decided at the same time; who lost decides anew', async () => {
    const { bare, clone } = sharedRemote();
    const one = clone('one');
    const other = await open(clone('two'));
    const fetches = { count: 0 };
    const wire: Wire = {
      count: 0,
      pushes: [async (real) => store(other.state, 'production', 'p7', 'r-other', 'now').then(real)],
    };
    const { state } = await openWired(one, wire, 'grouped', fetches);
    const claims = Array.from({ length: 50 }, (_, index) => store(state, 'production', `p${index}`, 'r-1', 'now'));
    expect(new Set((await Promise.all(claims)).map(({ outcome }) => outcome))).toEqual(new Set(['written']));
    expect(wire.count).toBe(2);
    expect(fetches.count).toBe(2);
    expect(bare.git('for-each-ref', 'refs/segue').split('\n')).toHaveLength(50);
    expect(await listedRuns(state, 'production', 'p7')).toEqual(['r-1', 'r-other']);
  });

  test('is refused with the reason of the remote, and does not count', async () => {
    const { bare, clone } = sharedRemote();
    const one = clone('one');
    bare.write('hooks/pre-receive', '#!/bin/sh\nexit 1\n', 0o755);
    const git = await open(one);
    await expect(store(git.state, 'production', 'a', 'r-1', 'now')).rejects.toMatchObject({ code: 'SG608' });
    expect(await git.state.pipelines('production')).toEqual([]);
  });

  test('says so when the remote is gone', async () => {
    const one = sharedRemote().clone('one');
    one.git('remote', 'set-url', 'origin', '/nonexistent/remote.git');
    const git = await open(one);
    await expect(store(git.state, 'production', 'a', 'r-1', 'now')).rejects.toMatchObject({ code: 'SG609' });
  });
});

describe('writes that go out in the background', () => {
  test('of two clones are joined, and nothing is lost', async () => {
    const { clone } = sharedRemote();
    const one = await openWired(clone('one'), { count: 0, pushes: [] });
    const two = await openWired(clone('two'), { count: 0, pushes: [] });
    await store(one.state, 'production', 'a', 'r-1');
    await store(two.state, 'production', 'a', 'r-2');
    await store(two.state, 'production', 'b', 'r-3');
    expect(await one.documents.flush()).toEqual([]);
    expect(await two.documents.flush()).toEqual([]);
    await one.documents.refresh('production');
    for (const { state } of [one, two]) {
      expect(await listedRuns(state, 'production', 'a')).toEqual(['r-1', 'r-2']);
      expect(await listedRuns(state, 'production', 'b')).toEqual(['r-3']);
      expect(await state.run('production', 'a', 'r-1')).toMatchObject({ run: 'r-1' });
    }
  });

  test('of a process that died before its push go out with the next claim', async () => {
    const { bare, clone } = sharedRemote();
    const one = clone('one');
    const dead = await openState(one);
    await store(dead.state, 'production', 'a', 'r-1');
    dead.close();
    const next = await open(one);
    const other = await open(clone('two'));
    await store(other.state, 'production', 'a', 'r-2', 'now');
    await store(next.state, 'production', 'a', 'r-3', 'now');
    expect(await listedRuns(next.state, 'production', 'a')).toEqual(['r-1', 'r-2', 'r-3']);
    expect(bare.git('rev-parse', ref)).toBe(one.git('rev-parse', ref));
  });

  test('of a process that died before its push go out with the next command, whatever it does', async () => {
    const { bare, clone } = sharedRemote();
    const one = clone('one');
    const dead = await openState(one);
    await store(dead.state, 'production', 'a', 'r-1');
    dead.close();
    const next = await open(one);
    expect(await next.refresh('production')).toEqual([]);
    expect(await next.flush()).toEqual([]);
    expect(bare.git('rev-parse', ref)).toBe(one.git('rev-parse', ref));
  });

  test('all go in one push, and each ref is judged by itself', async () => {
    const { bare, clone } = sharedRemote();
    const one = clone('one');
    bare.write('hooks/update', '#!/bin/sh\ncase "$1" in */b-*) exit 1;; esac\n', 0o755);
    const wire: Wire = { count: 0, pushes: [] };
    const { documents, state } = await openWired(one, wire);
    for (const pipeline of ['a', 'b', 'c']) await store(state, 'production', pipeline, 'r-1');
    const failures = await documents.flush();
    expect(failures.map(({ ref: failed, problem }) => [failed, problem.code])).toEqual([
      [stateRef('production', 'b'), 'SG608'],
    ]);
    expect(wire.count).toBe(1);
    expect(bare.git('for-each-ref', '--format=%(refname)').split('\n')).toHaveLength(2);
  });

  test('are waited for when durability is strict', async () => {
    const { bare, clone } = sharedRemote();
    const one = clone('one');
    const { state } = await openWired(one, { count: 0, pushes: [] }, 'strict');
    await store(state, 'production', 'a', 'r-1');
    expect(bare.git('rev-parse', ref)).toBe(one.git('rev-parse', ref));
  });

  test('never leave the clone from the environment `local`', async () => {
    const { bare, clone } = sharedRemote();
    const one = clone('one');
    const { documents, state } = await openWired(one, { count: 0, pushes: [] }, 'strict');
    await store(state, 'local', 'a', 'r-1', 'now');
    await documents.refresh('local');
    expect(await documents.flush()).toEqual([]);
    expect(bare.git('for-each-ref')).toBe('');
    expect(await listedRuns(state, 'local', 'a')).toEqual(['r-1']);
  });
});

test('one damaged ref at the remote is told, and hides no other', async () => {
  const { clone } = sharedRemote();
  const one = clone('one');
  const two = clone('two');
  const [here, there] = [await open(one), await open(two)];
  for (const pipeline of ['a', 'b']) await store(here.state, 'production', pipeline, 'r-1', 'now');
  await there.refresh('production');
  const offline = await openState(two);
  await store(offline.state, 'production', 'a', 'r-2');
  offline.close();
  await store(here.state, 'production', 'b', 'r-3', 'now');
  one.write('pipeline.json', 'evil');
  one.commit();
  one.git('push', '--quiet', '--force', 'origin', `HEAD:${ref}`);
  const problems = await there.refresh('production');
  expect(problems.map(({ ref: bad, problem }) => [bad, problem.code])).toEqual([[ref, 'SG607']]);
  expect(await listedRuns(there.state, 'production', 'a')).toEqual(['r-1', 'r-2']);
  expect(await listedRuns(there.state, 'production', 'b')).toEqual(['r-1', 'r-3']);
});

test('a remote may be a path from the root of the clone', async () => {
  const { bare, clone } = sharedRemote();
  const one = clone('one');
  one.git('remote', 'set-url', 'origin', '../the bare.git');
  const git = await open(one);
  expect(await store(git.state, 'production', 'a', 'r-1', 'now')).toEqual({ outcome: 'written' });
  expect(bare.git('rev-parse', ref)).toBe(one.git('rev-parse', ref));
});

test('a remote whose name is an option is refused', async () => {
  const { home: repository } = await openRepository(sharedRemote().clone('one').place);
  expect(() => new CommandRemote(repository, '--upload-pack=evil')).toThrow(Problem);
});
