import { expect, test } from 'vitest';
import { GithubClient } from '../../src/github/client.ts';
import { githubForge } from '../../src/github/forge.ts';
import { objectId } from '../../src/store/git/git-object-id.ts';
import { LeapingClock, leapingTimes } from '../support/leaping-clock.ts';
import fc from '../support/seeded-fast-check.ts';

interface File {
  readonly text: string;
  readonly mode: '100644' | '100755' | '120000' | '160000';
}
type Files = ReadonlyMap<string, File>;
interface Row {
  readonly path: string;
  readonly mode: string;
  readonly type: string;
  readonly sha: string;
}

const name = fc.constantFrom('a', 'b', 'a.yml', 'b.yml', 'pipelines');
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/'));
const mode = fc.constantFrom('100644', '100644', '100755', '120000', '160000') as fc.Arbitrary<File['mode']>;
const file: fc.Arbitrary<File> = fc.record({ text: fc.constantFrom('one', 'two', '', 'ü'), mode });
/** Where one path is a folder of another, the folder stays. */
const files: fc.Arbitrary<Files> = fc.dictionary(path, file, { maxKeys: 9 }).map((all) => {
  const paths = Object.keys(all);
  return new Map(Object.entries(all).filter(([each]) => !paths.some((other) => other.startsWith(`${each}/`))));
});

/** GitHub with commits of these files, which cuts the listings that it is told to. */
function serving(commits: readonly Files[], isCut: (tree: string) => boolean, hasGraphql: boolean) {
  const [blobs, trees] = [new Map<string, string>(), new Map<string, readonly Row[]>()];
  const roots = commits.map((each) => treeOf(each, blobs, trees));
  return servingObjects({ blobs, trees, roots }, isCut, hasGraphql);
}

interface Objects {
  readonly blobs: ReadonlyMap<string, string>;
  readonly trees: ReadonlyMap<string, readonly Row[]>;
  /** Of the commits. */
  readonly roots: readonly string[];
}

function servingObjects({ blobs, trees, roots }: Objects, isCut: (tree: string) => boolean, hasGraphql: boolean) {
  const answer = (url: URL, body: string): unknown => {
    const [, kind = '', id = ''] = /\/git\/(commits|trees|blobs)\/(\w+)$/.exec(url.pathname) ?? [];
    if (kind === 'commits') return commitAnswer(roots[Number(id.slice(-1))] ?? '');
    if (kind === 'trees') {
      const isAll = url.searchParams.has('recursive');
      const rows = trees.get(id) ?? [];
      const isTruncated = isAll && isCut(id);
      if (isTruncated) return { sha: id, tree: rows.slice(0, 1), truncated: true };
      return { sha: id, tree: isAll ? below(id, trees) : rows, truncated: false };
    }
    if (kind === 'blobs') return { content: Buffer.from(blobs.get(id) ?? '').toString('base64'), encoding: 'base64' };
    const asked = [...body.matchAll(/(?<key>t\d+): object\(oid: \\"(?<id>\w+)\\"/g)];
    const texts = asked.map(({ groups }) => [groups?.key, { text: blobs.get(groups?.id ?? '') }]);
    return hasGraphql ? { data: { repository: Object.fromEntries(texts) } } : undefined;
  };
  const fetch: typeof globalThis.fetch = async (address, init) => {
    const found = answer(new URL(String(address)), String(init?.body));
    const headers = { 'content-type': 'application/json' };
    return new Response(JSON.stringify(found ?? { message: 'Not Found' }), { status: found ? 200 : 404, headers });
  };
  const options = { token: 't', repository: 'acme/data', version: '1', clock: new LeapingClock(), ...leapingTimes };
  return githubForge(new GithubClient({ ...options, apiUrl: 'http://127.0.0.1:1', fetch }));
}

function treeOf(all: Files, blobs: Map<string, string>, trees: Map<string, readonly Row[]>): string {
  const rows: Row[] = [];
  const folders = new Map<string, Map<string, File>>();
  for (const [at, each] of all) {
    const slash = at.indexOf('/');
    if (slash === -1) {
      const sha = objectId('sha1', { type: 'blob', body: Buffer.from(each.text) });
      blobs.set(sha, each.text);
      rows.push({ path: at, mode: each.mode, type: each.mode === '160000' ? 'commit' : 'blob', sha });
    } else {
      const folder = folders.get(at.slice(0, slash)) ?? new Map<string, File>();
      folders.set(at.slice(0, slash), folder.set(at.slice(slash + 1), each));
    }
  }
  for (const [folder, inside] of folders) {
    rows.push({ path: folder, mode: '040000', type: 'tree', sha: treeOf(inside, blobs, trees) });
  }
  const sorted = rows.sort((one, other) => (one.path < other.path ? -1 : 1));
  const id = objectId('sha1', { type: 'tree', body: Buffer.from(JSON.stringify(sorted)) });
  trees.set(id, sorted);
  return id;
}

function below(id: string, trees: ReadonlyMap<string, readonly Row[]>): readonly Row[] {
  return (trees.get(id) ?? []).flatMap((row) => [
    row,
    ...(row.type === 'tree'
      ? below(row.sha, trees).map((each) => ({ ...each, path: `${row.path}/${each.path}` }))
      : []),
  ]);
}

function commitAnswer(tree: string): object {
  const person = { name: 'Ana', email: 'ana@example.com', date: '2026-03-02T05:00:00Z' };
  return { tree: { sha: tree }, parents: [], message: 'Change', author: person, committer: person };
}

const commitOf = (index: number) => `${'0'.repeat(39)}${index}`;
const isSubmodule = ({ mode: kind }: File) => kind === '160000';

/** Of the one side, what is not the same on the other. */
function differing(mine: Files, others: Files): ReadonlyMap<string, string> {
  const rows = [...mine].filter(([at, each]) => {
    const other = others.get(at);
    return !isSubmodule(each) && (other?.text !== each.text || other.mode !== each.mode);
  });
  return new Map(
    rows.map(([at, { text, mode: own }]) => {
      const other = others.get(at);
      const id = objectId('sha1', { type: 'blob', body: Buffer.from(text) });
      return [at, other === undefined || isSubmodule(other) || other.mode === own ? id : `${id} ${own}`] as const;
    }),
  );
}

test('whatever two commits hold, and whatever GitHub cuts or lacks: what differs, and the files of each', async () => {
  await fc.assert(
    fc.asyncProperty(
      files,
      files,
      fc.infiniteStream(fc.boolean()),
      fc.boolean(),
      async (base, head, coins, graphql) => {
        const forge = serving([base, head], () => coins.next().value, graphql);
        const sorted = (map: ReadonlyMap<string, string>) => [...map].sort();
        const different = await forge.differingFiles(commitOf(0), commitOf(1));
        if (different.kind !== 'known') throw new Error(different.why);
        expect(sorted(different.base)).toEqual(sorted(differing(base, head)));
        expect(sorted(different.head)).toEqual(sorted(differing(head, base)));
        const isWanted = (at: string) => at.endsWith('.yml');
        const read = await forge.filesAt(commitOf(1), { paths: ['pipelines', 'a'], isWanted, longest: 100 });
        const wanted = [...head].filter(
          ([at, { mode: kind }]) =>
            kind.startsWith('100') && isWanted(at) && ['pipelines/', 'a/'].some((folder) => at.startsWith(folder)),
        );
        const texts = wanted.map(([at, { text }]) => ({ file: at, text })).sort((a, b) => (a.file < b.file ? -1 : 1));
        expect(
          read.kind === 'known' && read.files.map(({ file: at, content }) => ({ file: at, text: `${content}` })),
        ).toEqual(texts);
      },
    ),
    { numRuns: 200 },
  );
});

/** Folders, each of which holds the next one ten times: few objects, and more paths than a machine can list. */
function bomb(depth: number): Objects {
  const trees = new Map<string, readonly Row[]>();
  const blob = objectId('sha1', { type: 'blob', body: Buffer.from('x') });
  const keep = (rows: readonly Row[]): string => {
    const id = objectId('sha1', { type: 'tree', body: Buffer.from(JSON.stringify(rows)) });
    trees.set(id, rows);
    return id;
  };
  let inner = keep([{ path: 'a.yml', mode: '100644', type: 'blob', sha: blob }]);
  for (let at = 0; at < depth; at += 1) {
    const sha = inner;
    inner = keep(Array.from({ length: 10 }, (_, n) => ({ path: `d${n}`, mode: '040000', type: 'tree', sha })));
  }
  const root = keep([{ path: 'pipelines', mode: '040000', type: 'tree', sha: inner }]);
  return { trees, blobs: new Map([[blob, 'x']]), roots: [keep([]), root] };
}

test('folders that hold one another many times over are refused, not listed until the memory is full', async () => {
  const forge = servingObjects(bomb(12), () => true, false);
  const why = expect.stringContaining('files and folders would be looked at');
  expect(await forge.differingFiles(commitOf(0), commitOf(1))).toMatchObject({ kind: 'refused', why });
  const read = await forge.filesAt(commitOf(1), { paths: ['pipelines'], longest: 100 });
  expect(read).toMatchObject({ kind: 'refused', why });
});

test.each(['.', './', './a', 'a/', '/a'])(
  'paths of files are those from the root, however a folder is written: %s',
  async (folder) => {
    const forge = serving([new Map([['a/b.yml', { text: 'one', mode: '100644' }]])], () => false, true);
    const read = await forge.filesAt(commitOf(0), { paths: [folder], longest: 100 });
    expect(read.kind === 'known' && read.files.map(({ file: at }) => at)).toEqual(['a/b.yml']);
  },
);
