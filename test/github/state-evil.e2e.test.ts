import { execFileSync } from 'node:child_process';
import { expect, onTestFinished, test } from 'vitest';
import { Problem } from '../../src/diagnostic/problem.ts';
import type { StateWriter } from '../../src/run/ports.ts';
import { encodeRun, encodeState, mostDocumentBytes } from '../../src/store/codec/codec.ts';
import { openGitState } from '../../src/store/git/git-state.ts';
import { runListPath, runPath, statePath, stateRef } from '../../src/store/names.ts';
import { runOf } from '../store/state-documents.ts';
import { live, store } from '../store/state-fixture.ts';
import type { StandIn } from '../support/github-server.ts';
import { standIn } from '../support/github-stand-in.ts';
import { plainEnvironment } from '../support/scratch-repository.ts';
import { bareRepository, stateVisitor } from './state-world.ts';

const run = 'r-abcd1234';
const ref = stateRef('production', 'a');
const sound = encodeState({ version: 1, environment: 'production', pipeline: 'a', active: [] });
const document = encodeRun(runOf('production', 'a', run));

/** A tree entry: its path's last name is below folders of the same row. */
type Entry = readonly [mode: string, path: string, content: string | Buffer];

interface Evil {
  readonly name: string;
  readonly entries: readonly Entry[];
  /** What reading the state gives; undefined if it is none or nothing is wrong with it. */
  readonly state?: string;
  readonly run?: string;
}

const file = '100644';
const evils: readonly Evil[] = [
  { name: 'no JSON', entries: [[file, statePath, '{']], state: 'SG607' },
  {
    name: 'a newer version',
    entries: [[file, statePath, sound.replace('"version": 1', '"version": 9')]],
    state: 'SG606',
  },
  { name: 'another pipeline’s', entries: [[file, statePath, sound.replace('"a"', '"b"')]], state: 'SG607' },
  {
    name: 'another environment’s',
    entries: [[file, statePath, sound.replace('production', 'staging')]],
    state: 'SG607',
  },
  { name: 'text that is no Unicode', entries: [[file, statePath, Buffer.from([0x7b, 0xff, 0xfe])]], state: 'SG607' },
  {
    name: 'more than is ever written',
    entries: [[file, statePath, Buffer.alloc(mostDocumentBytes + 1, 32)]],
    state: 'SG607',
  },
  { name: 'a link in the document’s place', entries: [['120000', statePath, '/etc/passwd']], state: 'SG607' },
  { name: 'a program in the document’s place', entries: [['100755', statePath, sound]], state: 'SG607' },
  { name: 'a folder in the document’s place', entries: [[file, `${statePath}/x`, sound]], state: 'SG607' },
  {
    name: 'a run of another name',
    entries: [
      [file, statePath, sound],
      [file, runPath(run), document.replaceAll(run, 'r-other')],
    ],
    run: 'SG607',
  },
  {
    name: 'a run that is no JSON',
    entries: [
      [file, statePath, sound],
      [file, runPath(run), ']'],
    ],
    run: 'SG607',
  },
  {
    name: 'a list of runs that is none',
    entries: [
      [file, statePath, sound],
      [file, runListPath, '{"runs":7}'],
    ],
  },
  {
    name: 'strange names beside it',
    entries: [
      [file, statePath, sound],
      [file, 'runs/z/%00 "é\t', 'x'],
      [file, 'a\nb', 'x'],
    ],
  },
];

test('whatever a stranger writes is to GitHub’s API what it is to git, and nothing of it stays in mind', async () => {
  const { github, git, api } = await world();
  const found: Record<string, unknown> = {};
  const expected: Record<string, unknown> = {};
  for (const { name, entries, ...evil } of evils) {
    pointTo(github, commitOf(github, treeOf(github, entries)));
    const state = await code(() => git.state('production', 'a'));
    const ofRun = await code(() => git.run('production', 'a', run));
    found[name] = [state, ofRun, await answers(api)];
    expected[name] = [evil.state, evil.run, await answers(git)];
  }
  expect(found).toEqual(expected);
  pointTo(github, commitOf(github, treeOf(github, [[file, statePath, sound]])));
  expect(await code(() => api.state('production', 'a'))).toBeUndefined();
});

test('what is larger than any document is not even fetched', async () => {
  const { github, api } = await world();
  const large = Buffer.alloc(mostDocumentBytes + 1, 32);
  pointTo(github, commitOf(github, treeOf(github, [[file, statePath, large]])));
  expect(await code(() => api.state('production', 'a'))).toBe('SG607');
  expect(github.takeLines().filter((line) => line.includes('/git/blobs/'))).toEqual([]);
});

test('a ref that names no commit is no state to either', async () => {
  const { github, git, api } = await world();
  const tree = treeOf(github, [[file, statePath, sound]]);
  const commit = commitOf(github, tree);
  const tag = `object ${commit}\ntype commit\ntag v1\ntagger A <a@b> 1 +0000\n\nTag\n`;
  for (const id of [tree, written(github, 'tag', tag), written(github, 'blob', sound)]) {
    pointTo(github, id);
    expect(await code(() => git.state('production', 'a'))).toBe('SG607');
    expect(await code(() => api.state('production', 'a'))).toBe('SG607');
  }
});

test('what a stranger put beside it is kept out of what is written by either', async () => {
  const { github, git, api } = await world();
  pointTo(
    github,
    commitOf(
      github,
      treeOf(github, [
        [file, statePath, sound],
        ['120000', 'link', '/etc'],
        ['100755', 'runs/run.sh', 'x'],
      ]),
    ),
  );
  await store(api, 'production', 'a', 'r-00000001');
  const afterApi = paths(github);
  await store(git, 'production', 'a', 'r-00000002');
  expect(afterApi).not.toContain('link');
  expect(afterApi).not.toContain('runs/run.sh');
  expect(afterApi).toContain(runPath('r-00000001'));
  expect(await answers(api)).toEqual(await answers(git));
});

test('an environment that never leaves a clone is not there, and nothing is put there', async () => {
  const { github, api } = await world();
  const forged = encodeState({ version: 1, environment: 'local', pipeline: 'a', active: [] });
  const commit = commitOf(github, treeOf(github, [[file, statePath, forged]]));
  gitAt(github, ['update-ref', stateRef('local', 'a'), commit]);
  expect(await api.environments()).toEqual([]);
  expect(await api.pipelines('local')).toEqual([]);
  await expect(store(api, 'local', 'a', 'r-00000001')).rejects.toThrow('never shared');
});

async function world() {
  const github = await standIn();
  const opened = openGitState({ ...live, repository: bareRepository(github) });
  onTestFinished(() => opened.close());
  return { github, git: opened.state, api: stateVisitor(github).state };
}

/** All that can be asked, each with its answer or the code of its problem. */
async function answers(state: StateWriter): Promise<readonly unknown[]> {
  const questions: readonly (() => Promise<unknown>)[] = [
    () => state.environments(),
    () => state.pipelines('production'),
    () => state.state('production', 'a'),
    () => state.run('production', 'a', run),
    async () => (await state.view('production', 'a')).runs(),
    async () => (await state.view('production', 'a')).durations(),
  ];
  return Promise.all(questions.map((ask) => ask().catch(codeOf)));
}

async function code(ask: () => Promise<unknown>): Promise<string | undefined> {
  return ask().then(() => undefined, codeOf);
}

function codeOf(error: unknown): string {
  if (error instanceof Problem) return error.code;
  throw error;
}

function gitAt(github: StandIn, args: readonly string[], input: string | Buffer = ''): string {
  const author = { GIT_AUTHOR_NAME: 'M', GIT_AUTHOR_EMAIL: 'm@x', GIT_COMMITTER_NAME: 'M', GIT_COMMITTER_EMAIL: 'm@x' };
  return execFileSync('git', args, { cwd: github.bare, input, env: { ...plainEnvironment, ...author } })
    .toString()
    .trim();
}

function written(github: StandIn, type: string, content: string | Buffer): string {
  return gitAt(github, ['hash-object', '-w', '--stdin', '-t', type], content);
}

function treeOf(github: StandIn, entries: readonly Entry[]): string {
  const folders = new Map<string, Entry[]>();
  const rows: string[] = [];
  for (const [mode, path, content] of entries) {
    const slash = path.indexOf('/');
    if (slash === -1) rows.push(`${mode} blob ${written(github, 'blob', content)}\t${path}\0`);
    else {
      const folder = path.slice(0, slash);
      folders.set(folder, [...(folders.get(folder) ?? []), [mode, path.slice(slash + 1), content]]);
    }
  }
  for (const [folder, inside] of folders) rows.push(`040000 tree ${treeOf(github, inside)}\t${folder}\0`);
  return gitAt(github, ['mktree', '-z'], rows.join(''));
}

function commitOf(github: StandIn, tree: string): string {
  return gitAt(github, ['commit-tree', tree, '-m', 'By hand']);
}

function pointTo(github: StandIn, id: string): void {
  gitAt(github, ['update-ref', ref, id]);
}

function paths(github: StandIn): readonly string[] {
  return gitAt(github, ['ls-tree', '-r', '--name-only', ref]).split('\n');
}
