import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../../scripts/bundle.ts';

let scratch = '';

/** The bundle stands alone, beside a repository, far from any `node_modules`. */
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'segue-bundle-'));
  cpSync(join(root, 'dist/cli'), join(scratch, 'cli'), { recursive: true });
  mkdirSync(join(scratch, 'repository/pipelines'), { recursive: true });
  writeFileSync(
    join(scratch, 'repository/pipelines/two.yml'),
    'tasks:\n  one: { run: echo first }\n  two: { needs: one, run: echo second }\n',
  );
  git('init', '--quiet');
  git('add', '.');
  git('-c', 'user.name=Test', '-c', 'user.email=test@example.com', 'commit', '--quiet', '--message', 'Two tasks');
});

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe.each(nodes())('on Node.js %s', (_, node) => {
  test('tells its version', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(segue(node, ['--version'])).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
  });

  test('validates, draws and runs a pipeline', () => {
    expect(segue(node, ['validate'])).toMatchObject({ status: 0 });
    expect(segue(node, ['graph', 'two']).stdout).toBe('●  one\n│\n●  two\n');
    const events = segue(node, ['run', 'two', '--json']).stdout.trimEnd().split('\n');
    expect(JSON.parse(events.at(-1) ?? '')).toMatchObject({ event: 'run-finished', pipeline: 'two', state: 'success' });
  });
});

test.each(nodes())('many new files are judged by two threads of Node.js %s, as by one', (version, node) => {
  const folder = join(scratch, `many-${version}`);
  mkdirSync(join(folder, 'pipelines'), { recursive: true });
  for (let index = 0; index < 240; index++) {
    const key = index % 40 === 7 ? 'rum' : 'run';
    writeFileSync(join(folder, `pipelines/p${index}.yml`), `owner: me\ntasks: { one: { ${key}: echo ${index} } }\n`);
  }
  execFileSync('git', ['init', '--quiet'], { cwd: folder });
  const judged = segue(node, ['validate', '--json'], {}, folder);
  const again = segue(node, ['validate', '--json'], {}, folder);
  expect(judged).toMatchObject({ status: 1, stderr: '' });
  expect(JSON.parse(judged.stdout).filter((each: { code: string }) => each.code === 'SG101')).toHaveLength(6);
  expect(again).toEqual(judged);
});

describe.each(nodes())('what Node.js %s has compiled', (version, node) => {
  const cache = () => join(scratch, `cache-${version}`);
  const validate = () => segue(node, ['validate'], { XDG_CACHE_HOME: cache() });

  test('is kept for the next start, and nothing believes it that was altered', () => {
    const first = validate();
    const kept = filesBelow(join(cache(), 'segue/compiled'));
    expect(first).toMatchObject({ status: 0 });
    expect(kept.length).toBeGreaterThan(5);
    expect(validate()).toEqual(first);
    expect(filesBelow(join(cache(), 'segue/compiled'))).toEqual(kept);
    for (const file of kept) damage(file);
    expect(validate()).toEqual(first);
    for (const file of kept) truncateSync(file, 100);
    expect(validate()).toEqual(first);
  });

  test('is not kept where that is not wanted, or not possible', () => {
    const home = join(scratch, `home-${version}`);
    mkdirSync(home);
    writeFileSync(join(home, '.cache'), 'a file where the folder should be');
    expect(segue(node, ['validate'], { XDG_CACHE_HOME: '', HOME: home })).toMatchObject({ status: 0, stderr: '' });
    const unwanted = { XDG_CACHE_HOME: join(home, 'cache'), NODE_DISABLE_COMPILE_CACHE: '1' };
    expect(segue(node, ['validate'], unwanted)).toMatchObject({ status: 0 });
    expect(existsSync(unwanted.XDG_CACHE_HOME)).toBe(false);
  });
});

test('on a Node.js that is too old it says which it needs', () => {
  const old = join(scratch, 'old.cjs');
  writeFileSync(
    old,
    "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.18.3' } });",
  );
  const ended = spawnSync(process.execPath, ['--require', old, join(scratch, 'cli/index.js'), 'list'], {
    encoding: 'utf8',
  });
  expect(ended).toMatchObject({
    status: 2,
    stdout: '',
    stderr: expect.stringContaining('needs Node.js 20.19 or later'),
  });
});

test('it starts as a program of its own', () => {
  const ended = spawnSync(join(scratch, 'cli/index.js'), ['--version'], { encoding: 'utf8' });
  expect(ended).toMatchObject({ status: 0, stderr: '' });
});

test('licences of all that is inside are with it', () => {
  const licenses = readFileSync(join(scratch, 'cli/licenses.txt'), 'utf8');
  for (const name of ['commander', 'yaml', 'zod', '@actions/expressions']) {
    expect(licenses.split('\n')).toContain(name);
  }
});

/** This Node.js, and every other one on the search path that is new enough, by version. */
function nodes(): [version: string, path: string][] {
  const found = new Map([[process.version, process.execPath]]);
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, 'node');
    if (!existsSync(path)) continue;
    const version = execFileSync(path, ['--version'], { encoding: 'utf8' }).trim();
    const [major = 0, minor = 0] = version.slice(1).split('.').map(Number);
    const isNewEnough = major > 20 || (major === 20 && minor >= 19);
    if (isNewEnough && !found.has(version)) found.set(version, path);
  }
  return [...found];
}

function segue(
  node: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
  cwd = join(scratch, 'repository'),
): { status: number | null; stdout: string; stderr: string } {
  const options = {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', XDG_CACHE_HOME: join(scratch, 'cache'), ...variables },
  } as const;
  const { status, stdout, stderr } = spawnSync(node, [join(scratch, 'cli/index.js'), ...args], options);
  return { status, stdout, stderr };
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Turns over one byte in the middle. */
function damage(file: string): void {
  const bytes = readFileSync(file);
  const at = bytes.length >> 1;
  bytes[at] = (bytes[at] ?? 0) ^ 0xff;
  writeFileSync(file, bytes);
}

function git(...args: string[]): void {
  execFileSync('git', args, { cwd: join(scratch, 'repository') });
}
