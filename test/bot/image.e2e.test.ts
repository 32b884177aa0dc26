import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { root } from '../architecture/source-files.ts';
import { botVariables } from '../support/bot-process.ts';
import { plainEnvironment, scratchFolder } from '../support/scratch-repository.ts';
import { botWorld } from './bot-world.ts';

const runsHere = process.getuid?.() === 0 && has('buildah', '--version') && existsSync(join(root, 'dist/bot'));
const inWhat = runsHere ? '' : ' (skipped: only root with buildah can build it here)';

test.skipIf(!runsHere)(
  `the image that the Dockerfile builds serves as nobody, and ends when it is told to${inWhat}`,
  async () => {
    const buildah = buildahIn(scratchFolder());
    makeBase(buildah);
    buildah('bud', '--quiet', '--pull-never', '--format', 'docker', '--tag', 'segue-app', root);
    const { Manifest, Docker } = JSON.parse(buildah('inspect', '--type', 'image', 'segue-app'));
    const { Cmd: command, Healthcheck: health } = Docker.config as Config;
    const container = buildah('from', 'segue-app');

    const world = await botWorld();
    await world.open('change', 'hi');
    const variables = { ...botVariables(world.github), PATH: undefined };
    const app = spawn('buildah', buildah.args('run', ...given(variables), container, '--', ...command), {
      env: plainEnvironment,
    });
    onTestFinished(() => {
      if (app.exitCode !== null) return;
      for (const pid of [app.pid ?? 0, ...descendantsOf(app.pid ?? 0)]) process.kill(pid, 'SIGKILL');
    });
    const ended = new Promise<number | null>((resolve) => app.on('close', resolve));
    let url = '';
    for await (const line of createInterface({ input: app.stdout })) {
      const said = JSON.parse(line);
      if (said.what === 'listening') url = said.url;
      if (said.kind !== 'review') continue;
      expect(said.result).toMatch(/^success for \w+: check \w+, comment created$/);
      break;
    }
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    const isHealthy = (port: string) => {
      const [kind, ...test] = health.Test;
      expect(kind).toBe('CMD');
      return succeeds(() => buildah('run', '--env', `PORT=${port}`, container, '--', ...test));
    };
    expect([isHealthy(new URL(url).port), isHealthy('1')]).toEqual([true, false]);
    const [pid = 0] = descendantsOf(app.pid ?? 0).filter(
      (each) => commandOf(each).join(' ').endsWith('node dist/bot/index.js') && commandOf(each).length === 2,
    );
    expect(readFileSync(`/proc/${pid}/status`, 'utf8')).toMatch(/^Uid:\t1000\t1000\t1000\t1000$/m);
    process.kill(pid, 'SIGTERM');
    expect(await ended).toBe(0);
    const layers = JSON.parse(Manifest).layers as readonly { readonly size: number }[];
    expect(layers.at(-1)?.size).toBeLessThan(4_000_000);
  },
);

interface Config {
  readonly Cmd: readonly string[];
  readonly Healthcheck: { readonly Test: readonly string[] };
}

interface Buildah {
  (...args: readonly string[]): string;
  /** Of a command of it, for who starts it. */
  args(...args: readonly string[]): string[];
}

/** With a storage of its own; it needs no daemon. */
function buildahIn(folder: string): Buildah {
  const where = ['--root', join(folder, 'storage'), '--runroot', join(folder, 'run'), '--storage-driver', 'vfs'];
  const args = (command = '', ...rest: readonly string[]): string[] => [
    ...where,
    command,
    ...(command === 'run' ? ['--isolation', 'chroot'] : []),
    ...rest,
  ];
  const run = (...all: readonly string[]): string =>
    execFileSync('buildah', args(...all), {
      encoding: 'utf8',
      env: plainEnvironment,
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim();
  return Object.assign(run, { args });
}

/** In place of the image that a registry would give: this Node.js, the libraries that it is linked with, and nothing else. */
function makeBase(buildah: Buildah): void {
  const [, image = ''] = /^FROM (\S+)$/m.exec(readFileSync(join(root, 'Dockerfile'), 'utf8')) ?? [];
  const container = buildah('from', 'scratch');
  const mounted = buildah('mount', container);
  const libraries = execFileSync('ldd', [process.execPath], { encoding: 'utf8' }).match(/\/\S+/g) ?? [];
  for (const path of libraries) put(path, join(mounted, path));
  put(process.execPath, join(mounted, 'usr/local/bin/node'));
  buildah('config', '--env', 'PATH=/usr/local/bin', container);
  buildah('commit', '--quiet', container, `docker.io/library/${image}`);
  buildah('rm', container);
}

function put(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
}

function given(variables: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.entries(variables).flatMap(([name, value]) =>
    value === undefined ? [] : ['--env', `${name}=${value}`],
  );
}

/** Whichever thread has started them. */
function descendantsOf(pid: number): readonly number[] {
  const threads = readdirSync(`/proc/${pid}/task`);
  const texts = threads.map((thread) => readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8'));
  const children = texts.join(' ').split(' ').filter(Boolean).map(Number);
  return children.flatMap((child) => [child, ...descendantsOf(child)]);
}

function commandOf(pid: number): readonly string[] {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean);
}

function has(program: string, ...args: readonly string[]): boolean {
  return succeeds(() => execFileSync(program, args, { stdio: 'ignore' }));
}

function succeeds(work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}
