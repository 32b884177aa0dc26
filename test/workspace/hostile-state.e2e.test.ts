import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { bootId, identify, isAlive } from '../../src/process/identity.ts';
import { type Place, placeWith, sharedRemoteOf } from '../support/cli-place.ts';
import { type Change, type Forged, forge, runIn } from './forged-state.ts';

const etl = `description: d
owner: o
tasks:
  list: { run: 'echo "items=[1,2]" >> "$SEGUE_OUTPUT"', artifacts: none }
  each: { needs: list, foreach: '\${{ fromJSON(needs.list.outputs.items) }}', run: echo one, artifacts: none }
  make: { run: 'echo made > made', artifacts: [made] }
  use: { needs: [make, each], run: 'test -f mended' }
`;

/** A run that has failed, and a change to its document by hand. */
async function failedRun(change: Change): Promise<Place> {
  const place = placeWith({ etl });
  expect((await place.segue('run', 'etl')).code).toBe(1);
  place.write('mended', '');
  forge(place, 'local', change);
  return place;
}

/** Each command either gives a problem with a code or does something sound; none of them breaks. What they said. */
async function survives(place: Place): Promise<string> {
  const run = runIn(place, 'local');
  const said: string[] = [];
  for (const command of [
    ['status', run],
    ['logs', run],
    ['resume', run],
    ['retry', run, '--on', 'pinned'],
    ['run', 'etl', '--only', 'use'],
    ['cancel', run],
    ['status', '--all'],
  ]) {
    const { stdout, stderr } = await place.segue(...command);
    expect(`${command}: ${stdout}${stderr}`).not.toMatch(/that is a bug|^ +at /m);
    said.push(stderr, stdout);
  }
  return said.join('');
}

const refused: readonly (readonly [string, Change])[] = [
  ['an artifact that leads outside', ({ tasks }) => put(tasks.make, 'artifacts', [artifact('../../stolen')])],
  ['an artifact in .git', ({ tasks }) => put(tasks.make, 'artifacts', [artifact('.git/hooks/post-commit')])],
  ['an artifact at an absolute path', ({ tasks }) => put(tasks.make, 'artifacts', [artifact('/tmp/stolen')])],
  ['a commit that is an option', (document) => put(document, 'commit', '--upload-pack=touch stolen')],
  ['a commit that is a name', (document) => put(document, 'commit', 'HEAD')],
  [
    'a group that means everybody',
    ({ tasks }) => put(tasks.make?.attempts[0], 'group', { pid: -1, started: '1', boot: bootId() }),
  ],
  ['a pipeline file outside', (document) => put(document, 'file', '../../../etc/passwd')],
  ['a run with the id of a path', (document) => put(document, 'run', 'r-../../../stolen')],
  ['a task with the id of a path', ({ tasks }) => put(tasks as unknown as Forged, '../../stolen', tasks.make)],
  ['an item of a foreach that is no JSON', ({ tasks }) => put(tasks['each[1]'], 'item', '}{')],
  ['a newer version', (document) => put(document, 'version', 99)],
  ['half a document', (document) => JSON.stringify(document).slice(0, 200)],
  ['no JSON at all', () => 'stolen\n'],
  ['nesting without end', () => `${'['.repeat(100_000)}`],
];

describe('a document made by hand is not believed', () => {
  test.each(refused)('%s', async (_, change) => {
    const place = await failedRun(change);
    const said = await survives(place);
    expect(said).toMatch(/SG60[67]/);
    for (const path of ['stolen', '../stolen', '../../stolen']) expect(existsSync(join(place.root, path))).toBe(false);
  });

  test('another pipeline than the one that it lies with', async () => {
    const place = await failedRun((document) => put(document, 'pipeline', 'other'));
    await survives(place);
    expect(place.git('for-each-ref', '--format=%(refname)', 'refs/segue')).not.toContain('other');
  });

  test('a task named __proto__ is dropped', async () => {
    const place = await failedRun((document) => JSON.stringify(document).replace('"use":', '"__proto__":'));
    expect(Object.keys((await place.status()).tasks)).toEqual(['list', 'each', 'each[0]', 'each[1]', 'make']);
    await survives(place);
    expect(Object.hasOwn(Object.prototype, 'attempts')).toBe(false);
  });

  test('escape sequences do not reach the terminal', async () => {
    const place = await failedRun(({ tasks }) => {
      put(tasks.use?.attempts[0], 'log', { bytes: 9, dropped: 0, tail: ['\u001b]0;stolen\u0007\u001b[2J'] });
      return put(tasks.list?.outputs, 'items', '\u001b[2J');
    });
    expect(await survives(place)).not.toContain('\u001b');
  });

  test('a file of a commit that is no pipeline is not run', async () => {
    const place = await failedRun((document) => {
      put(document, 'file', 'elsewhere.yml');
      return put(document, 'state', 'running');
    });
    place.write('elsewhere.yml', etl.replace('test -f mended', 'touch stolen'));
    forge(place, 'local', (document) => put(document, 'commit', place.commit()));
    await survives(place);
    expect(existsSync(join(place.root, 'stolen'))).toBe(false);
  });
});

describe('an innocent process', () => {
  test('is left alone, though a document says that it is a task', async () => {
    const innocent = spawn('sleep', ['300'], { detached: true, stdio: 'ignore' });
    onTestFinished(() => void innocent.kill('SIGKILL'));
    const self = identify(innocent.pid ?? -1);
    if (self === undefined) throw new Error('it does not live');
    const place = await failedRun((document) => {
      put(document, 'state', 'running');
      put(document.tasks.use, 'state', 'running');
      const attempt = { ...document.tasks.use?.attempts[0], state: 'running', group: { ...self, started: '12345' } };
      return put(document.tasks.use, 'attempts', [attempt]);
    });
    expect((await place.segue('resume', runIn(place, 'local'))).code).toBe(0);
    expect(isAlive(self)).toBe(true);
  });
});

describe('outside of local', () => {
  test('a commit that nobody merged does not run, whatever the state says', async () => {
    const origin = placeWith({ etl });
    origin.write('.github/segue.yml', 'environments: { staging: {} }\n');
    origin.commit();
    const remote = sharedRemoteOf(origin);
    const place = remote.clone();
    expect((await place.segue('run', 'etl', '--env', 'staging')).code).toBe(1);
    place.git('clean', '--quiet', '--force');
    place.git('checkout', '--quiet', '-b', 'side');
    place.write('pipelines/etl.yml', etl.replace('test -f mended', 'touch ../stolen'));
    const unmerged = place.commit();
    place.git('checkout', '--quiet', 'main');
    const run = runIn(place, 'staging');
    for (const state of ['running', 'failed']) {
      forge(place, 'staging', (document) => {
        put(document, 'commit', unmerged);
        return put(document, 'state', state);
      });
      const how = state === 'running' ? ['resume', run] : ['retry', run, '--on', 'pinned'];
      const answer = await place.segue(...how, '--env', 'staging');
      expect([state, answer]).toMatchObject([state, { code: 2, stderr: expect.stringContaining('SG723') }]);
    }
    expect(existsSync(join(place.root, '../stolen'))).toBe(false);
    expect(readFileSync(join(place.root, 'pipelines/etl.yml'), 'utf8')).toBe(etl);
  });
});

function put(target: Forged | undefined, key: string, value: unknown): undefined {
  if (target === undefined) throw new Error(`nothing to put ${key} into`);
  target[key] = value;
}

function artifact(path: string) {
  return { path, bytes: 5, sha256: 'a'.repeat(64) };
}
