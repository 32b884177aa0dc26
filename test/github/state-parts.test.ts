import { describe, expect, test } from 'vitest';
import { commitText, partsOfCommit } from '../../src/github/commit-text.ts';
import { LastingObjects } from '../../src/github/lasting-objects.ts';
import { treesOf } from '../../src/github/listed-tree.ts';
import { entriesOf } from '../../src/github/new-tree.ts';
import { objectId } from '../../src/store/git/git-object-id.ts';
import type { NewObject } from '../../src/store/git/git-objects.ts';
import { formatTree, type TreeEntry } from '../../src/store/git/git-tree.ts';
import { editTree } from '../../src/store/git/git-tree-edit.ts';
import fc from '../support/seeded-fast-check.ts';

const name = fc.constantFrom('a', 'a.json', 'a-', 'b', 'runs', 'ünï', 'Z', '0');
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/'));
/** Texts by path; where one path is a folder of another, the folder stays. */
const texts = fc.dictionary(path, fc.string({ maxLength: 8 }), { minKeys: 1, maxKeys: 8 }).map((files) => {
  const paths = Object.keys(files);
  return new Map(Object.entries(files).filter(([each]) => !paths.some((other) => other.startsWith(`${each}/`))));
});

const idOf = (object: NewObject) => objectId('sha1', object);

/** All objects of a tree with these texts, by id, and the tree. */
async function objectsOf(files: ReadonlyMap<string, string>) {
  const source = { entries: () => Promise.reject(new Error('nothing is stored')), idOf };
  const { entries, objects } = await editTree(source, [], files);
  const root: NewObject = { type: 'tree', body: formatTree(entries) };
  return { root, all: new Map([...objects, root].map((object) => [idOf(object), object])) };
}

describe('a tree', () => {
  test('is said in one request with all that is new, whatever of it is there already', async () => {
    await fc.assert(
      fc.asyncProperty(texts, fc.infiniteStream(fc.boolean()), async (files, coins) => {
        const { root, all } = await objectsOf(files);
        const made = new Map([...all].filter(([, object]) => object === root || coins.next().value));
        const said = entriesOf(root, made);
        expect(idOf(await madeOf(said, all))).toBe(idOf(root));
        for (const entry of said) if ('sha' in entry) expect(made.has(entry.sha)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test('is what a listing of all below it says, and so is each folder', async () => {
    await fc.assert(
      fc.asyncProperty(texts, async (files) => {
        const { root, all } = await objectsOf(files);
        const listed = treesOf(idOf(root), rowsOf(root, all));
        for (const { id, type, body } of listed) expect(idOf({ type, body })).toBe(id);
        expect(new Set(listed.map(({ id }) => id))).toEqual(
          new Set([...all].filter(([, { type }]) => type === 'tree').map(([id]) => id)),
        );
      }),
      { numRuns: 300 },
    );
  });

  test('of which only a part was listed has nothing that lies in no folder', () => {
    const sha = '0'.repeat(40);
    const [root, ...others] = treesOf('f'.repeat(40), [{ path: 'lost/a', mode: '100644', type: 'blob', sha }]);
    expect([root?.body.length, others]).toEqual([0, []]);
  });
});

describe('a commit', () => {
  test('is the same after its parts were taken apart', () => {
    const word = fc.stringMatching(/^[A-Za-z é-]{1,12}$/);
    const signature = fc
      .record({ name: word, email: fc.emailAddress(), seconds: fc.nat({ max: 4_000_000_000 }) })
      .map(({ name, email, seconds }) => ({
        name,
        email,
        date: new Date(seconds * 1_000).toISOString().replace('.000Z', 'Z'),
      }));
    const id = fc.stringMatching(/^[0-9a-f]{40}$/);
    const parts = { tree: id, parents: fc.array(id, { maxLength: 2 }), author: signature, committer: signature };
    fc.assert(
      fc.property(fc.record({ ...parts, message: fc.string({ unit: 'grapheme' }) }), (commit) => {
        expect(partsOfCommit(commitText(commit))).toEqual(commit);
      }),
    );
  });

  test('whose times nobody can read is of the beginning', () => {
    const nobody = { name: '', email: '', date: 'yesterday' };
    const text = commitText({ tree: 'a', parents: [], author: nobody, committer: nobody, message: '' });
    expect(text).toContain('author  <> 0 +0000');
  });
});

test('objects are remembered until there are too many bytes; what was used last stays', () => {
  const objects = new LastingObjects();
  const body = Buffer.alloc(1024 * 1024);
  for (let id = 0; id < 40; id += 1) {
    objects.keep({ id: `${id}`, type: 'blob', body });
    expect(objects.find('0')).toBeDefined();
  }
  const left = Array.from({ length: 40 }, (_, id) => `${id}`).filter((id) => objects.find(id) !== undefined);
  expect(left).toHaveLength(31);
  expect(left.slice(0, 2)).toEqual(['0', '10']);
});

/** What GitHub makes of a request: a tree out of paths. */
async function madeOf(said: ReturnType<typeof entriesOf>, all: ReadonlyMap<string, NewObject>): Promise<NewObject> {
  const folders = new Map<string, Map<string, TreeEntry>>([['', new Map()]]);
  for (const entry of said) {
    const id = 'sha' in entry ? entry.sha : idOf({ type: 'blob', body: Buffer.from(entry.content) });
    expect(all.has(id)).toBe(true);
    const slash = entry.path.lastIndexOf('/');
    const folder = slash === -1 ? '' : entry.path.slice(0, slash);
    const inside = folders.get(folder) ?? new Map<string, TreeEntry>();
    const file = entry.path.slice(slash + 1);
    folders.set(folder, inside.set(file, { name: file, kind: entry.type, id }));
    for (let above = folder; above !== ''; above = above.slice(0, Math.max(0, above.lastIndexOf('/')))) {
      if (!folders.has(above)) folders.set(above, new Map());
    }
  }
  const deepest = [...folders.keys()].filter((folder) => folder !== '').sort((a, b) => depthOf(b) - depthOf(a));
  for (const folder of deepest) {
    const id = idOf({ type: 'tree', body: formatTree(folders.get(folder)?.values() ?? []) });
    const slash = folder.lastIndexOf('/');
    const file = folder.slice(slash + 1);
    folders.get(slash === -1 ? '' : folder.slice(0, slash))?.set(file, { name: file, kind: 'tree', id });
  }
  return { type: 'tree', body: formatTree(folders.get('')?.values() ?? []) };
}

function depthOf(folder: string): number {
  return folder.split('/').length;
}

/** As GitHub lists a tree with all below it. */
function rowsOf(tree: NewObject, all: ReadonlyMap<string, NewObject>, folder = ''): readonly Row[] {
  return entriesOf(tree, new Map()).flatMap((entry): readonly Row[] => {
    const { mode, type } = entry;
    const sha = 'sha' in entry ? entry.sha : '';
    const row = { path: `${folder}${entry.path}`, mode, type, sha };
    const below = all.get(sha);
    return type === 'tree' && below !== undefined ? [row, ...rowsOf(below, all, `${row.path}/`)] : [row];
  });
}

interface Row {
  readonly path: string;
  readonly mode: string;
  readonly type: string;
  readonly sha: string;
}
