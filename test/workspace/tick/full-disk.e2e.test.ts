import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RunDocument } from '../../../src/run/document.ts';
import type { PipelineState } from '../../../src/run/ports.ts';
import { stateRef } from '../../../src/store/names.ts';
import { type Answer, attemptsOf, type Place, placeAt, placeWith, sharedRemoteOf } from '../../support/cli-place.ts';
import type { ScratchRepository } from '../../support/scratch-repository.ts';
import { clockAt } from '../../support/set-clock.ts';
import { mayMount, smallDisk } from '../../support/small-disk.ts';

/** So many records that they do not fit into what a file has left of its last block. */
const chain = Array.from(
  { length: 30 },
  (_, n) => `last-${n}: { needs: ${n === 0 ? 'second' : `last-${n - 1}`}, run: echo done }`,
);
const first = 'first: { run: "echo first >> $OUTSIDE/done" }';
/** Takes all the space that is left, if it is told to, and is content. */
const second = 'second: { needs: first, run: "echo second >> $OUTSIDE/done; test ! -f $OUTSIDE/fill || . ./fill.sh" }';

const pipelineOf = (...tasks: readonly string[]): string => `description: d
owner: o
on: { schedule: [{ cron: "* * * * *" }] }
catchup: all
defaults: { artifacts: none }
tasks:
  ${tasks.join('\n  ')}
`;

/** A clone on a disk of its own, of a remote that is elsewhere, at a time when one interval is due. */
async function cloneOn(text: string) {
  const disk = smallDisk('2m') ?? expect.fail('it could be mounted before');
  const source = placeWith({ etl: text });
  source.write('fill.sh', 'head -c 64M /dev/zero > ballast || true\n');
  source.write('.gitignore', 'ballast\n');
  source.write('.github/segue.yml', 'lease: 10s\nenvironments: { production: {} }\n');
  source.commit();
  const { bare, clone } = sharedRemoteOf(source);
  bare.git('clone', '--quiet', '--template=', bare.root, disk);
  const clock = clockAt('2026-03-02T09:00:30Z');
  const place = placeAt(disk, { clock, variables: { OUTSIDE: source.root } });
  expect((await place.segue('tick')).code).toBe(0);
  clock.set('2026-03-02T09:01:30Z');
  return { place, bare, disk, outside: source.root, other: clone({ clock, variables: { OUTSIDE: source.root } }) };
}

/** Once something below these refs has arrived, and before whoever pushed it knows: nothing fits on this disk any more. */
function fillAfterPush(bare: ScratchRepository, disk: string, refs: string): void {
  bare.write('fill', '');
  bare.write(
    'hooks/post-receive',
    `#!/bin/sh\ngrep -q ${refs} && rm fill && cd ${disk} && . ./fill.sh 2> /dev/null\nexit 0\n`,
    0o755,
  );
}

function expectTold({ stderr, stdout, code }: Answer): void {
  expect(stderr + stdout).toContain('SG605');
  expect(stderr).not.toMatch(/that is a bug|^ +at /m);
  expect(code).toBe(1);
}

function doneIn(outside: string): readonly string[] {
  return readFileSync(join(outside, 'done'), 'utf8').trim().split('\n');
}

async function exported(
  place: Place,
): Promise<{ readonly state: PipelineState; readonly runs: readonly RunDocument[] }> {
  const { stdout } = await place.segue('state', 'export', '--env', 'production');
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  return {
    state: lines.find(({ kind }) => kind === 'pipeline').document,
    runs: lines.filter(({ kind }) => kind === 'run').map(({ document }) => document),
  };
}

/** Served once, by one run; nothing of it is left over, here or at the remote. */
async function expectServedOnce(place: Place, other: Place): Promise<RunDocument> {
  const { state, runs } = await exported(place);
  expect(state).toMatchObject({ active: [], cursor: '2026-03-02T09:01:00.000Z', successes: { count: 1 } });
  expect(runs).toMatchObject([{ state: 'success', interval: { start: '2026-03-02T09:00:00.000Z' } }]);
  expect(await place.segue('state', 'fsck', '--env', 'production')).toMatchObject({ code: 0 });
  // Another clone finds nothing to do.
  expect(await other.segue('tick')).toMatchObject({ code: 0, stderr: '' });
  expect((await exported(other)).runs).toEqual(runs);
  return runs[0] ?? expect.fail('no run');
}

const mounts = mayMount();

describe.skipIf(!mounts)(
  `the disk of a clone in which ticks run${mounts ? '' : ' (skipped: only root may mount one)'}`,
  () => {
    test('is full before anything is claimed: nothing is, and the tick that has room serves it', async () => {
      const { place, bare, outside, disk, other } = await cloneOn(pipelineOf(first, second));
      spawnSync('sh', ['./fill.sh'], { cwd: disk });
      expectTold(await place.segue('tick'));
      expect(existsSync(join(outside, 'done'))).toBe(false);
      expect(bare.git('ls-tree', '-r', '--name-only', stateRef('production', 'etl'))).toBe('pipeline.json');
      rmSync(join(disk, 'ballast'));
      expect(await place.segue('tick')).toMatchObject({ code: 0, stderr: '' });
      await expectServedOnce(place, other);
      expect(doneIn(outside)).toEqual(['first', 'second']);
    });

    test('is full once the remote has a claim: no task starts, and the next tick goes on with that run', async () => {
      const { place, bare, outside, disk, other } = await cloneOn(pipelineOf(first, second));
      fillAfterPush(bare, disk, 'refs/segue/');
      expectTold(await place.segue('tick'));
      expect(existsSync(join(outside, 'done'))).toBe(false);
      expect(await other.segue('tick', '--dry-run')).toMatchObject({ code: 0, stdout: expect.stringContaining('r-') });
      rmSync(join(disk, 'ballast'));
      expect(await place.segue('tick')).toMatchObject({ code: 0, stderr: '' });
      await expectServedOnce(place, other);
      expect(doneIn(outside)).toEqual(['first', 'second']);
    });

    test.each([
      ['when only the end of the run is to be stored', []],
      ['so early that results do not fit into the journal any more', chain],
    ])('is filled by a task, %s: what is known stays, and the next tick does the rest', async (_, rest) => {
      const { place, outside, disk, other } = await cloneOn(pipelineOf(first, second, ...rest));
      writeFileSync(join(outside, 'fill'), '');
      const told = await place.segue('tick');
      expectTold(told);
      // Once, not again and again within the tick.
      expect(told.stderr.match(/^error /gm)).toHaveLength(1);
      const before = await exported(place);
      expect(before.state.active).toHaveLength(1);
      rmSync(join(disk, 'ballast'));
      rmSync(join(outside, 'fill'));
      expect(await place.segue('tick')).toMatchObject({ code: 0, stderr: '' });
      const document = await expectServedOnce(place, other);
      expect(document.run).toBe(before.runs[0]?.run);
      expect(attemptsOf(document).first).toBe(1);
      expect(doneIn(outside).filter((task) => task === 'first')).toHaveLength(1);
    });
  },
);
