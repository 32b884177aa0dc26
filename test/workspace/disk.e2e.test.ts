import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { attemptsOf, type Place, placeAt } from '../support/cli-place.ts';
import { scratchAt, scratchFolder } from '../support/scratch-repository.ts';

/** So many records that they do not fit into what a file has left of its last block. */
const lastTasks = Array.from(
  { length: 30 },
  (_, n) => `  last-${n}: { needs: ${n === 0 ? 'fill' : `last-${n - 1}`}, run: echo done }`,
);

/** `fill` takes all the space that is left, and is content. */
const pipeline = `description: d
owner: o
tasks:
  first: { run: echo done, artifacts: none }
  fill: { needs: first, run: 'test -f full || head -c 64M /dev/zero > ballast || true', artifacts: none }
${lastTasks.join('\n')}
`;
/** Three tasks that write next to nothing. */
const harmless = pipeline
  .replace('test -f full || head -c 64M /dev/zero > ballast || true', 'echo done')
  .replace(lastTasks.slice(1).join('\n'), '');

const mounts = mayMount();

/** Root ignores permissions: only a file system of its own can be full or read-only for it. */
describe.skipIf(!mounts)(`a disk of our own${mounts ? '' : ' (skipped: only root may mount one)'}`, () => {
  test('that is full before the run: nothing starts, and it says so', async () => {
    const place = placeOn(smallDisk(), harmless);
    expect((await place.segue('run', 'etl')).code).toBe(0);
    spawnSync('sh', ['-c', 'head -c 64M /dev/zero > ballast'], { cwd: place.root });
    const refused = await place.segue('run', 'etl');
    expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('SG605') });
    expect(refused.stderr).not.toMatch(/that is a bug|^ +at /m);
    expect((await place.segue('status')).code).toBe(0);
    rmSync(join(place.root, 'ballast'));
    expect(await place.segue('run', 'etl')).toMatchObject({ code: 0, stderr: '' });
    expect(await place.segue('state', 'fsck')).toMatchObject({ code: 0 });
  });

  test('that is full in the middle of a run: it stops, says so, and goes on when there is room', async () => {
    const place = placeOn(smallDisk(), pipeline);
    const stopped = await place.segue('run', 'etl');
    expect(stopped).toMatchObject({ code: 1, stderr: expect.stringContaining('SG605') });
    expect(stopped.stderr).not.toMatch(/that is a bug|^ +at /m);
    expect((await place.segue('status')).code).toBe(0);
    rmSync(join(place.root, 'ballast'));
    place.write('full', '');
    expect(await place.segue('resume')).toMatchObject({ code: 0, stderr: '' });
    const document = await place.status();
    expect([document.state, attemptsOf(document).first]).toEqual(['success', 1]);
    expect(await place.segue('state', 'fsck')).toMatchObject({ code: 0 });
  });

  test('that is read-only: what is there can be read, a run is refused', async () => {
    const root = smallDisk();
    const place = placeOn(root, harmless);
    expect((await place.segue('run', 'etl')).code).toBe(0);
    execFileSync('mount', ['-o', 'remount,ro', root]);
    for (const command of [
      ['status'],
      ['logs'],
      ['list'],
      ['validate'],
      ['graph', 'etl'],
      ['run', 'etl', '--dry-run'],
    ]) {
      expect([command, await place.segue(...command)]).toMatchObject([command, { code: 0 }]);
    }
    for (const command of [['run', 'etl'], ['retry', 'first'], ['init']]) {
      const refused = await place.segue(...command);
      expect([command, refused.stderr]).toEqual([command, expect.stringMatching(/SG604|SG910|nothing to/)]);
      expect(refused.stderr).not.toMatch(/that is a bug|^ +at /m);
    }
    const doctor = await place.segue('doctor');
    expect([doctor.code, doctor.stdout]).toEqual([1, expect.stringContaining('.git cannot be written')]);
  });

  test('for the logs and the journal alone, that is full', async () => {
    const root = scratchFolder();
    mkdirSync(join(root, '.git/segue'), { recursive: true });
    mount(join(root, '.git/segue'), '64k');
    const noisy = pipeline.replace('test -f full || head -c 64M /dev/zero > ballast || true', 'seq 40000; echo end');
    const place = placeOn(root, noisy);
    const run = await place.segue('run', 'etl');
    expect(run.stdout.includes('| end')).toBe(true);
    expect(run.stderr).not.toMatch(/that is a bug|^ +at /m);
    expect([run.code, run.stderr.includes('SG605')]).toEqual([1, true]);
    rmSync(join(root, '.git/segue/logs'), { recursive: true });
    place.write('pipelines/etl.yml', harmless);
    place.commit();
    expect(await place.segue('run', 'etl')).toMatchObject({ code: 0, stderr: '' });
  });
});

function placeOn(root: string, text: string): Place {
  const repository = scratchAt(root);
  repository.git('init', '--quiet', '--template=', '--initial-branch=main');
  repository.write('pipelines/etl.yml', text);
  repository.write('.gitignore', 'ballast\nfull\n');
  repository.commit();
  return placeAt(root);
}

function smallDisk(): string {
  const folder = scratchFolder();
  mount(folder, '2m');
  return folder;
}

function mount(folder: string, size: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]);
  onTestFinished(() => void execFileSync('umount', ['--lazy', folder]));
}

function mayMount(): boolean {
  const script = 'mount -t tmpfs -o size=64k tmpfs /tmp';
  return process.platform === 'linux' && spawnSync('unshare', ['--mount', 'sh', '-c', script]).status === 0;
}
