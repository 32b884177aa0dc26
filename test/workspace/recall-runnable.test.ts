import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { Problem } from '../../src/diagnostic/problem.ts';
import { liveRandomness } from '../../src/process/randomness.ts';
import { InvalidPipeline } from '../../src/workspace/pipelines/invalid-pipeline.ts';
import { loadRunnable } from '../../src/workspace/pipelines/load-pipelines.ts';
import { recalledFolder, recallRunnable } from '../../src/workspace/pipelines/recall-runnable.ts';
import type { Workspace } from '../../src/workspace/workspace.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const text = 'owner: us\ntasks:\n  one: { run: "true" }\n  two: { run: "true", needs: [one] }\n';
const repositoryRoot = fileURLToPath(new URL('../..', import.meta.url));

test('a file that has not changed is not judged again', async () => {
  const place = placeOf({ 'pipelines/a.yml': text });
  const first = await recallRunnable(place.workspace, 'a', place.root);
  expect(await recallRunnable(place.workspace, 'a', place.root)).toMatchObject(first);
  // What is kept is believed, so it must be what was read.
  const [kept = ''] = place.kept();
  const [head = '', value = ''] = readFileSync(kept, 'utf8').split('\n');
  writeFileSync(kept, `${head}\n${value.replace('"owner":"us"', '"owner":"xx"')}`);
  expect((await recallRunnable(place.workspace, 'a', place.root)).pipeline.owner).toBe('us');
  truncateSync(kept, 30);
  expect(await recallRunnable(place.workspace, 'a', place.root)).toMatchObject(first);
  rmSync(kept);
  mkdirSync(kept);
  expect(await recallRunnable(place.workspace, 'a', place.root)).toMatchObject(first);
  expect(place.kept()).toEqual([kept]);
});

type Edit = (place: ReturnType<typeof placeOf>) => void;
const edits: Readonly<Record<string, Edit>> = {
  nothing: () => {},
  'its text': ({ write }) => write('pipelines/a.yml', text.replace('us', 'them')),
  'its text, which has an error now': ({ write }) => write('pipelines/a.yml', text.replace('[one]', '[onr]')),
  'its text, which has a warning now': ({ write }) =>
    write('pipelines/a.yml', `on: { schedule: [{ cron: "0 6 * * *" }] }\ndeadline: { after: 1m }\n${text}`),
  'the settings': ({ write }) => write('.github/segue.yml', 'defaults: { timeout: 3m }\n'),
  'the settings, which have an error now': ({ write }) => write('.github/segue.yml', 'defauts: {}\n'),
  'the folder of the settings': ({ write }) => write('.github/segue.yml', 'pipelines: others\n'),
  'a file of the same id beside it': ({ write }) => write('pipelines/a.yaml', text),
  'it is gone': ({ root }) => rmSync(join(root, 'pipelines/a.yml')),
};

test.each(Object.keys(edits))('gives what judging it anew gives, after a change of: %s', async (what) => {
  const place = placeOf({ 'pipelines/a.yml': text, 'others/a.yml': `description: Another.\n${text}` });
  await recallRunnable(place.workspace, 'a', place.root);
  edits[what]?.(place);
  const anew = await told(() => loadRunnable(place.workspace, 'a', place.root));
  expect(await told(() => recallRunnable(place.workspace, 'a', place.root))).toEqual(anew);
  expect(await told(() => recallRunnable(place.workspace, 'a', place.root))).toEqual(anew);
});

test('warnings are told each time', async () => {
  const place = placeOf({
    'pipelines/a.yml': `on: { schedule: [{ cron: "0 6 * * *" }] }\ndeadline: { after: 1m }\n${text}`,
  });
  const { warnings } = await recallRunnable(place.workspace, 'a', place.root);
  expect(warnings).toHaveLength(1);
  expect((await recallRunnable(place.workspace, 'a', place.root)).warnings).toEqual(warnings);
});

test('another build judges anew, and without one nothing is kept', async () => {
  const place = placeOf({ 'pipelines/a.yml': text });
  const { build: _, ...nameless } = place.workspace;
  await recallRunnable(nameless, 'a', place.root);
  expect(place.kept()).toEqual([]);
  await recallRunnable(place.workspace, 'a', place.root);
  const [kept = ''] = place.kept();
  const before = readFileSync(kept, 'utf8');
  await recallRunnable({ ...place.workspace, build: 'other' }, 'a', place.root);
  expect(readFileSync(kept, 'utf8')).not.toBe(before);
});

test('the same word in two folders may mean two files', async () => {
  const place = placeOf({ 'pipelines/deep/a.yml': text, 'pipelines/a.yml': `description: Above.\n${text}` });
  const from = async (folder: string) =>
    (await recallRunnable(place.workspace, 'a.yml', join(place.root, folder))).pipeline.id;
  for (let round = 0; round < 2; round++) {
    expect([await from('pipelines'), await from('pipelines/deep')]).toEqual(['a', 'deep/a']);
  }
});

test('the pipelines of this repository come back as they were', async () => {
  const place = placeOf({});
  const workspace = { ...place.workspace, repository: { ...place.workspace.repository, root: repositoryRoot } };
  const names = readdirSync(join(repositoryRoot, 'pipelines')).filter((name) => /^[^.]+\.yml$/.test(name));
  for (const name of names) {
    const id = name.replace('.yml', '');
    const { pipeline, settings, warnings } = loadRunnable(workspace, id, repositoryRoot);
    await recallRunnable(workspace, id, repositoryRoot);
    expect(await recallRunnable(workspace, id, repositoryRoot)).toMatchObject({ pipeline, settings, warnings });
  }
  expect(names.length).toBeGreaterThan(2);
  expect(place.kept()).toHaveLength(names.length);
});

function placeOf(files: Readonly<Record<string, string>>) {
  const root = mkdtempSync(join(tmpdir(), 'segue-recall-'));
  folders.push(root);
  const write = (path: string, content: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  };
  for (const [path, content] of Object.entries(files)) write(path, content);
  const segueDir = join(root, '.git/segue');
  const partly: Partial<Workspace> = {
    repository: { root, segueDir } as Workspace['repository'],
    randomness: liveRandomness(),
    build: 'this',
  };
  const kept = () => {
    mkdirSync(recalledFolder(segueDir), { recursive: true });
    return readdirSync(recalledFolder(segueDir)).map((name) => join(recalledFolder(segueDir), name));
  };
  return { root, write, kept, workspace: partly as Workspace };
}

/** What it gives, or what a person would be told. */
async function told(load: () => ReturnType<typeof loadRunnable> | ReturnType<typeof recallRunnable>) {
  try {
    const { pipeline, settings, warnings } = await load();
    return { pipeline, settings, warnings };
  } catch (error) {
    if (error instanceof InvalidPipeline)
      return { code: error.code, diagnostics: error.diagnostics, texts: error.texts };
    if (error instanceof Problem) return { code: error.code, message: error.message, help: error.help };
    throw error;
  }
}
