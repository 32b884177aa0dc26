import { execFileSync } from 'node:child_process';
import { runProgram } from '../../src/cli/run-program.ts';
import { liveClock } from '../../src/process/clock.ts';
import type { RunDocument } from '../../src/run/document.ts';
import type { Clock } from '../../src/run/ports.ts';
import { RecordingTerminal } from '../cli/recording-terminal.ts';
import { type SegueProcess, startSegue } from './cli-process.ts';
import {
  plainEnvironment,
  type ScratchRepository,
  scratchAt,
  scratchFolder,
  scratchRepository,
} from './scratch-repository.ts';

export interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder that Segue is used in, as a person does: by command lines. */
export interface Place extends ScratchRepository {
  /** Carries out a command line in this process, to its end. */
  segue(...args: readonly string[]): Promise<Answer>;
  /** The same for one that prints JSON. Throws if it does not, or if the exit code is not 0. */
  json<T>(...args: readonly string[]): Promise<T>;
  /** The run document, of the newest run without an id. */
  status(run?: string): Promise<RunDocument>;
  /** Starts one as a process of its own. */
  start(...args: readonly string[]): SegueProcess;
}

export interface PlaceOptions {
  /** Added to what a bare runner has: a PATH and no identity. */
  readonly variables?: Readonly<Record<string, string>>;
  /** For command lines in this process. */
  readonly clock?: Clock;
  /** What its steady clock showed when the process began. */
  readonly began?: number;
}

/** A repository with these pipelines and one commit. */
export function placeWith(pipelines: Readonly<Record<string, string>>, options: PlaceOptions = {}): Place {
  const repository = scratchRepository();
  for (const [id, text] of Object.entries(pipelines)) repository.write(`pipelines/${id}.yml`, text);
  repository.commit('Begin');
  return placeAt(repository.root, options);
}

/** A folder that is there already: a clone, a worktree, or no repository at all. */
export function placeAt(root: string, { variables = {}, clock = liveClock(), began }: PlaceOptions = {}): Place {
  const environment = { ...plainEnvironment, ...variables };
  const since = began === undefined ? {} : { began };
  const segue = async (...args: readonly string[]): Promise<Answer> => {
    const terminal = new RecordingTerminal();
    const code = await runProgram(args, { terminal, environment, clock, cwd: root, ...since });
    return { code, stdout: terminal.stdout, stderr: terminal.stderr };
  };
  const json = async <T>(...args: readonly string[]): Promise<T> => {
    const { code, stdout, stderr } = await segue(...args, '--json');
    if (code !== 0) throw new Error(`segue ${args.join(' ')} exits ${code}: ${stderr}`);
    return JSON.parse(stdout) as T;
  };
  return {
    ...scratchAt(root),
    segue,
    json,
    status: (run) => json<RunDocument>('status', ...(run === undefined ? [] : [run])),
    start: (...args) => startSegue(args, { cwd: root, environment }),
  };
}

/** A bare repository named `origin` of the clones that are made of it. */
export interface SharedRemote {
  readonly bare: ScratchRepository;
  clone(options?: PlaceOptions): Place;
}

/** Puts what a place has on its branch `main` into a new bare repository, for clones to share. */
export function sharedRemoteOf(place: Place): SharedRemote {
  const root = `${scratchFolder()}/origin.git`;
  execFileSync('git', ['clone', '--quiet', '--bare', place.root, root], { env: plainEnvironment });
  return {
    bare: scratchAt(root),
    clone: (options = {}) => {
      const clone = `${scratchFolder()}/clone`;
      execFileSync('git', ['clone', '--quiet', root, clone], { env: plainEnvironment });
      return placeAt(clone, options);
    },
  };
}

/** States by task. */
export function statesOf({ tasks }: RunDocument): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(tasks).map(([id, { state }]) => [id, state]));
}

/** How often each task was tried. */
export function attemptsOf({ tasks }: RunDocument): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(tasks).map(([id, { attempts }]) => [id, attempts.length]));
}
