import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { githubForge } from '../../src/github/forge.ts';
import { standIn } from '../support/github-stand-in.ts';
import { visitor } from '../support/github-visitor.ts';
import { type ScratchRepository, scratchRepository } from '../support/scratch-repository.ts';

const longest = 2_000;
const yaml = (path: string) => path.endsWith('.yml');

/** Two commits with all that a repository may hold, and a process that reads them by the API. */
async function twoCommits(fetch?: typeof globalThis.fetch) {
  const scratch = scratchRepository();
  for (let at = 0; at < 120; at += 1) scratch.write(`pipelines/team-${at % 7}/p${at}.yml`, `description: ${at}\n`);
  scratch.write('pipelines/ünï cödé.yml', 'ü');
  scratch.write('pipelines/bytes.yml', Buffer.from([0xff, 0xfe, 0, 10]));
  scratch.write('pipelines/empty.yml', '');
  scratch.write('pipelines/large.yml', 'x'.repeat(longest + 5));
  scratch.write('pipelines/data.csv', '1,2\n');
  scratch.write('load.sh', 'echo one\n');
  scratch.write('sql/deep/er/a.sql', 'select 1');
  scratch.write('sql/gone.sql', 'select 2');
  symlinkSync('../load.sh', join(scratch.root, 'pipelines/link.yml'));
  const base = scratch.commit();
  scratch.git('update-index', '--add', '--cacheinfo', `160000,${base},pipelines/module`);
  scratch.git('rm', '-rq', 'sql/gone.sql', 'pipelines/team-0/p0.yml');
  scratch.git('update-index', '--chmod=+x', 'load.sh');
  scratch.write('sql/deep/er/a.sql', 'select 3');
  scratch.write('sql/gone.sql/is-a-folder.sql', 'select 4');
  scratch.git('add', 'sql');
  scratch.git('commit', '-qm', 'Change');
  const head = scratch.git('rev-parse', 'HEAD');
  const github = await standIn({ repository: scratch });
  return { ...visitor(github, fetch === undefined ? {} : { fetch }), github, scratch, base, head };
}

/** What git itself says: regular files below the folder, and ids of what differs. */
function byGit(scratch: ScratchRepository, base: string, head: string) {
  const rows = scratch.git('ls-tree', '-r', '-z', head, '--', 'pipelines').split('\0');
  const files = rows.filter((row) => /^100\d+ blob /.test(row)).map((row) => row.split('\t')[1] ?? '');
  const raw = scratch.git('diff', '--raw', '-z', '--no-abbrev', '--no-renames', '--ignore-submodules', base, head);
  const row = /:(?<oldMode>\d+) (?<nowMode>\d+) (?<old>\w+) (?<now>\w+) [A-Z]\0(?<path>[^\0]+)/g;
  const changes = [...raw.matchAll(row)].map(({ groups }) => groups ?? {});
  const idsOf = (side: 'old' | 'now') =>
    new Map(
      changes
        .filter((change) => !/^0+$/.test(change[side] ?? ''))
        .map(({ path = '', oldMode, nowMode, ...change }) => {
          const mode = side === 'old' ? oldMode : nowMode;
          const isMoved = ![oldMode, nowMode].includes('000000') && oldMode !== nowMode;
          return [path, isMoved ? `${change[side]} ${mode}` : (change[side] ?? '')] as const;
        }),
    );
  return { files: files.filter(yaml).sort(), base: idsOf('old'), head: idsOf('now') };
}

test('files and what differs are as git has them; a hundred texts are one request', async () => {
  const { forge, play, github, scratch, base, head } = await twoCommits();
  const expected = byGit(scratch, base, head);
  const read = await play(forge.filesAt(head, { paths: ['pipelines', 'load.sh', 'no/such'], isWanted: yaml, longest }));
  if (read.kind !== 'known') throw new Error(read.why);
  expect(read.files.map(({ file }) => file)).toEqual(expected.files);
  const contents = new Map(read.files.map(({ file, content }) => [file, Buffer.from(content)]));
  for (const file of expected.files.filter((each) => !each.endsWith('large.yml') && !each.endsWith('bytes.yml'))) {
    expect(contents.get(file)?.toString()).toBe(scratch.git('cat-file', 'blob', `${head}:${file}`) + endOf(file));
  }
  expect([...(contents.get('pipelines/bytes.yml') ?? [])]).toEqual([0xff, 0xfe, 0, 10]);
  expect(contents.get('pipelines/large.yml')).toHaveLength(longest + 1);
  expect(github.takeLines().map((line) => line.replaceAll(/[0-9a-f]{40}/g, 'ID'))).toEqual([
    'GET /git/commits/ID 200',
    'GET /git/trees/ID 200',
    'POST /graphql 200',
    'POST /graphql 200',
    'GET /git/blobs/ID 200',
  ]);
  const different = await play(forge.differingFiles(base, head));
  expect(different).toEqual({ kind: 'known', base: expected.base, head: expected.head });
  expect(expected.head.has('load.sh')).toBe(true);
  await play(forge.filesAt(base, { paths: ['pipelines'], isWanted: yaml, longest }));
  // What the base has besides is one file, and the other tree.
  expect(github.takeLines().map((line) => line.replaceAll(/[0-9a-f]{40}/g, 'ID'))).toEqual([
    'GET /git/commits/ID 200',
    'GET /git/trees/ID 200',
    'GET /git/blobs/ID 200',
  ]);
  await play(forge.filesAt(head, { paths: ['pipelines'], isWanted: yaml, longest }));
  expect(github.takeLines()).toEqual([]);
});

/** `git` of tests takes ends of lines away. */
function endOf(file: string): string {
  return /p\d+\.yml$/.test(file) ? '\n' : '';
}

test('without GraphQL, and where GitHub lists no whole repository, the same is read', async () => {
  const cutting: typeof fetch = async (address, init) => {
    const url = String(address);
    if (url.endsWith('/graphql')) return new Response('{"message":"no"}', { status: 404, headers: json });
    const response = await fetch(address, init);
    if (!url.includes('recursive=1')) return response;
    const body = (await response.json()) as { tree: { path: string }[] };
    return new Response(JSON.stringify({ ...body, tree: body.tree.slice(0, 2), truncated: true }), { headers: json });
  };
  const { github, play, scratch, base, head } = await twoCommits();
  const { client } = visitor(github, { fetch: cutting });
  const forge = githubForge(client);
  const expected = byGit(scratch, base, head);
  expect(await play(forge.differingFiles(base, head))).toEqual({
    kind: 'known',
    base: expected.base,
    head: expected.head,
  });
  const read = await play(forge.filesAt(head, { paths: ['pipelines/team-1'], longest }));
  expect(read).toMatchObject({ kind: 'known', files: { length: 17 } });
});

const json = { 'content-type': 'application/json' };

test('a commit that is gone, and one without a common history, are answers', async () => {
  const { forge, play, base, head, scratch, github } = await twoCommits();
  const gone = 'd'.repeat(40);
  expect(await play(forge.filesAt(gone, { paths: ['pipelines'], longest }))).toMatchObject({ kind: 'refused' });
  expect(await play(forge.forkOf(base, gone))).toEqual({ kind: 'known' });
  expect(await play(forge.forkOf(head, base))).toEqual({ kind: 'known', commit: base });
  scratch.git('checkout', '-q', '--orphan', 'alone');
  const alone = scratch.commit();
  scratch.git('push', '-q', github.bare, 'HEAD:alone');
  expect(await play(forge.forkOf(base, alone))).toEqual({ kind: 'known' });
  expect(await play(forge.tipOf('alone'))).toEqual({ kind: 'known', commit: alone });
  expect(await play(forge.tipOf('none'))).toEqual({ kind: 'known' });
});
