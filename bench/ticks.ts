import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeRepository } from './bench-repository.ts';
import { type Case, type Place, segue } from './cases.ts';
import { type Command, runOnce } from './measure.ts';
import { writePast } from './past-state.ts';
import { median } from './statistics.ts';
import type { Row } from './table.ts';
import { validatedPipelines } from './validated-pipelines.ts';

const dayMs = 24 * 3_600_000;
const [pipelines, due] = [300, 50];
/** Of all pipelines together. */
const pastRuns = 100_000;

/** Ticks of 300 pipelines: with nothing due, the same after 100,000 runs, and with 50 due. */
export function tickCases(place: Place): readonly Case[] {
  const idle = tickOf(place, 'ticks-idle', { due: 0, runs: 1 });
  const old = tickOf(place, 'ticks-old', { due: 0, runs: Math.ceil(pastRuns / pipelines) });
  const busy = tickOf(place, 'ticks-busy', { due, runs: 1 });
  const validate = segue(place, idle.cwd, ['validate']);
  const name = `tick: ${pipelines} pipelines`;
  return [
    { name: `${name}, nothing due`, subject: idle, baseline: validate, goals: { wallMs: 700 }, share: 0.5 },
    { name: `${name}, the same after 100,000 runs`, subject: old, baseline: idle, goals: { ratio: 1.25 }, share: 0.5 },
    { name: `${name}, ${due} due`, subject: busy, baseline: idle, goals: {}, share: 0.3 },
  ];
}

/** A tick that shares its state through a remote: how long until its first task runs, and how many pushes it takes. */
export function sharedTickRows(place: Place, rounds: number): readonly Row[] {
  const root = join(place.folder, 'ticks-shared');
  const remote = join(place.folder, 'ticks-shared.git');
  const back = prepare(root, { environment: 'production', due, runs: 0 });
  execFileSync('git', ['clone', '--quiet', '--mirror', root, remote]);
  const pushes = join(place.folder, 'pushes');
  mkdirSync(join(remote, 'hooks'), { recursive: true });
  writeFileSync(join(remote, 'hooks/post-receive'), `#!/bin/sh\ndate +%s%3N >> '${pushes}'\n`);
  chmodSync(join(remote, 'hooks/post-receive'), 0o755);
  execFileSync('git', ['remote', 'add', 'origin', remote], { cwd: root });
  execFileSync('git', ['fetch', '--quiet', 'origin'], { cwd: root });
  const tick = segue(place, root, ['tick']);
  const samples = Array.from({ length: Math.max(2, Math.round(rounds * 0.3)) }, () => {
    for (const folder of [root, remote]) resetRefs(folder, back, 'production');
    for (const file of [pushes, join(root, 'out')]) rmSync(file, { force: true });
    const begun = Date.now();
    const { wallMs } = runOnce(tick);
    const times = readFileSync(pushes, 'utf8').trim().split('\n').map(Number);
    return { wallMs, firstMs: statSync(join(root, 'out')).birthtimeMs - begun, times };
  });
  const name = `tick: ${due} of ${pipelines} due, shared`;
  const most = Math.max(...samples.map(({ times }) => times.length));
  const pushesInAMinute = Math.max(...samples.map(({ times }) => mostInAMinute(times)));
  const wallMs = median(samples.map((sample) => sample.wallMs));
  return [
    { name: `${name}, until the first task`, wallMs: median(samples.map(({ firstMs }) => firstMs)), goals: {} },
    {
      name: `${name}, in ${most} pushes, ${pushesInAMinute} in any minute`,
      wallMs,
      counted: pushesInAMinute,
      goals: { atMost: { count: 6, of: 'pushes a minute' } },
    },
  ];
}

/** Times in milliseconds, in order. */
function mostInAMinute(times: readonly number[]): number {
  return Math.max(...times.map((from) => times.filter((time) => time >= from && time < from + 60_000).length));
}

interface Past {
  readonly due: number;
  /** Of each pipeline. */
  readonly runs: number;
}

function tickOf(place: Place, folder: string, past: Past): Command {
  const root = join(place.folder, folder);
  const back = prepare(root, { environment: 'local', ...past });
  const tick = segue(place, root, ['tick', '--env', 'local']);
  return past.due === 0 ? tick : { ...tick, before: () => resetRefs(root, back, 'local') };
}

/** Pipelines that fire daily, and their states: some have not yet run for the newest interval. Gives the way back. */
function prepare(root: string, { environment, due: late, runs }: Past & { readonly environment: string }): string {
  const small = Array.from({ length: due }, (_, index) => [`pipelines/small-${index}.yml`, smallPipeline] as const);
  const large = Object.entries(validatedPipelines(pipelines - due)).map(
    ([path, text]) => [path, text.replace(/cron: ".*"/, 'cron: "0 5 * * *"')] as const,
  );
  const files = [...small, ...large];
  makeRepository(root, { ...Object.fromEntries(files), '.gitignore': 'out\n' });
  const fire = newestFire(Date.now());
  const pasts = files.map(([path], index) => ({
    environment,
    pipeline: path.slice('pipelines/'.length, -'.yml'.length),
    cursor: new Date(index < late ? fire - dayMs : fire).toISOString(),
    runs,
  }));
  return writePast(root, pasts);
}

/** In UTC, as the small ones say. The large ones fire an hour or two earlier, so that they have been served too. */
function newestFire(now: number): number {
  const fire = Math.floor(now / dayMs) * dayMs + 5 * 3_600_000;
  return fire > now ? fire - dayMs : fire;
}

const smallPipeline = `owner: bench
description: Measured.
on: { schedule: [{ cron: "0 5 * * *" }] }
catchup: latest
tasks: { only: { run: "echo >> out", shell: sh, artifacts: none } }
`;

/** All state is again as it was prepared. */
function resetRefs(root: string, back: string, environment: string): void {
  const git = (args: readonly string[], input = '') =>
    execFileSync('git', args, { cwd: root, input, encoding: 'utf8' });
  const all = git([
    'for-each-ref',
    '--format=delete %(refname)',
    'refs/segue-lease',
    `refs/segue-remote/${environment}`,
  ]);
  git(['update-ref', '--stdin'], all + back);
}
