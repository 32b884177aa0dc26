import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { runProgram } from '../../src/cli/run-program.ts';
import { liveClock } from '../../src/process/clock.ts';
import { compileCache } from '../support/compile-cache.ts';
import { RecordingTerminal } from './recording-terminal.ts';

const entry = fileURLToPath(new URL('../../src/cli/index.ts', import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What commands see of the world: a known language and identity, and nothing that colours or redirects. */
const environment = {
  PATH: process.env.PATH ?? '',
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  LANG: 'C.UTF-8',
  GIT_AUTHOR_NAME: 'Ana',
  GIT_AUTHOR_EMAIL: 'ana@example.org',
  GIT_COMMITTER_NAME: 'Ana',
  GIT_COMMITTER_EMAIL: 'ana@example.org',
};

export interface Place {
  readonly path: string;
  write(file: string, text: string): void;
  git(...args: string[]): string;
  /** Runs a command line to its end, in this process. */
  segue(...args: string[]): Promise<Finished>;
  /** Starts one as a process; for signals and pipes. */
  start(...args: string[]): ChildProcessByStdio<null, Readable, Readable>;
}

/** A folder of its own, gone after the test. */
export function emptyFolder(): Place {
  const path = mkdtempSync(join(tmpdir(), 'segue cli '));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  const start = (...args: string[]) =>
    spawn(process.execPath, [entry, ...args], {
      cwd: path,
      env: { ...compileCache, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  return {
    path,
    write: (file, text) => {
      mkdirSync(dirname(join(path, file)), { recursive: true });
      writeFileSync(join(path, file), text);
    },
    git: (...args) => spawnSync('git', args, { cwd: path, env: environment, encoding: 'utf8' }).stdout,
    segue: (...args) => inProcess(path, args),
    start,
  };
}

/** A repository with these pipelines and one commit. */
export function repository(pipelines: Readonly<Record<string, string>>): Place {
  const place = emptyFolder();
  for (const [id, text] of Object.entries(pipelines)) place.write(`pipelines/${id}.yml`, text);
  place.git('init', '-q', '-b', 'main');
  place.git('add', '-A');
  place.git('commit', '-q', '--allow-empty', '-m', 'start');
  return place;
}

async function inProcess(cwd: string, args: readonly string[]): Promise<Finished> {
  const terminal = new RecordingTerminal();
  const code = await runProgram(args, { terminal, environment, clock: liveClock(), cwd });
  return { code, stdout: terminal.stdout, stderr: terminal.stderr };
}

export async function finish(child: ChildProcessByStdio<null, Readable, Readable>): Promise<Finished> {
  const [stdout, stderr] = [textOf(child.stdout), textOf(child.stderr)];
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, stdout: await stdout, stderr: await stderr };
}

async function textOf(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}

/** Resolves once the stream has said it. */
export function said(stream: Readable, words: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes(words)) resolve();
    });
    stream.on('end', () => reject(new Error(`ended without saying "${words}": ${text}`)));
  });
}
