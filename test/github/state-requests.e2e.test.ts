import { expect, test } from 'vitest';
import { listedRuns } from '../store/state-fixture.ts';
import { stateVisitor } from './state-world.ts';
import { storedRef as ref, stored, storedWorld } from './stored-world.ts';

test('reading is few requests: none is made twice for what has an id, and what has not changed costs nothing', async () => {
  const { github, git, state } = await storedWorld();
  for (const run of ['r-1', 'r-2']) await stored(git, run);
  const look = async () => {
    await listedRuns(state, 'production', 'a');
    return github.takeLines().map((line) => line.replace(/[0-9a-f]{40}/, '…').replace(ref.slice('refs/'.length), 'a'));
  };
  const object = (kind: string) => `GET /git/${kind}/… 200`;
  expect(await look()).toEqual([
    'GET /git/ref/a 200',
    object('commits'),
    object('trees'),
    object('blobs'),
    object('blobs'),
  ]);
  expect(await look()).toEqual(['GET /git/ref/a 304']);
  await stored(git, 'r-3');
  expect(await look()).toEqual(['GET /git/ref/a 200', object('commits'), object('trees'), object('blobs')]);
  expect(await stored(state, 'r-4')).toBe('r-4');
  expect((await look()).filter((line) => !line.startsWith('GET'))).toEqual([
    'POST /git/trees 201',
    'POST /git/commits 201',
    'PATCH /git/refs/a 200',
  ]);
});

test('a text of more than a mebibyte goes on its own, and all arrive as they are', async () => {
  const { github, documents, bare } = await storedWorld();
  const edits = new Map([
    ['large.json', 'é'.repeat(1024 * 1024)],
    ['runs/a/small.json', '"\\u0000 ünï 数据"\n'],
  ]);
  expect(await documents.commit({ ref, parent: undefined, edits, message: 'Large\n' })).toBe('written');
  expect(github.takeLines().filter((line) => line.startsWith('POST'))).toEqual([
    'POST /git/blobs 201',
    'POST /git/trees 201',
    'POST /git/commits 201',
    'POST /git/refs 201',
  ]);
  expect(bare.git('cat-file', '-s', `${ref}:large.json`)).toBe(`${2 * 1024 * 1024}`);
  const fresh = stateVisitor(github, 'fresh').documents;
  const head = (await fresh.head(ref)) ?? '';
  for (const [path, text] of edits) expect(await fresh.read(head, path)).toBe(text);
});

test('a version that changes no document is one object, and a tree that is not what was asked for is not built on', async () => {
  const { github, swapRefs, put, versions } = await storedWorld();
  const version = await swapRefs.make(undefined, new Map([['lease.json', '{}']]), 'Hold\n');
  github.takeLines();
  await swapRefs.make(version, new Map(), 'Beat\n');
  expect(github.takeLines()).toEqual(['POST /git/commits 201']);
  await put('r-1');
  github.fault({ kind: 'answer', status: 201, message: 'Created', method: 'POST', path: /\/git\/trees$/ });
  await expect(put('r-2')).rejects.toMatchObject({ code: 'SG608', message: expect.stringContaining('asked for') });
  expect(versions()).toBe(1);
});
