import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { Problem } from '../../../src/diagnostic/problem.ts';
import { gitProblem } from '../../../src/store/git/git-problem.ts';
import type { GitOptions, GitPlace, GitResult } from '../../../src/store/git/git-process.ts';
import { answerGit } from '../answer-git.ts';
import { processIn, stage } from '../stage.ts';
import { isCutOff } from './git-remote.ts';

export type { GitOptions, GitPlace, GitResult } from '../../../src/store/git/git-process.ts';

const network = { least: 100, most: 1_500 };

/** Git as the world's history of code answers it. */
export async function runGit(place: GitPlace, args: readonly string[], options: GitOptions = {}): Promise<GitResult> {
  const process = processIn(place.environment);
  if (!process.isAlive) return new Promise(() => {});
  const isAsking = (args[0] === 'fetch' || args[0] === 'ls-remote') && !args.includes('--stdin');
  if (isAsking) {
    await process.wait(network);
    if (process.dies(`it asks the remote for code`)) return new Promise(() => {});
    if (isCutOff(process) || stage().faults.happens('fetch-lost', process.name)) {
      return { code: 128, stdout: Buffer.alloc(0), stderr: 'fatal: unable to access: could not resolve host' };
    }
  }
  const answer = answerGit(process.machine, stage().code, args, String(options.input ?? ''));
  const stdout = Buffer.from(answer.stdout ?? '');
  return { code: answer.code, stdout, stderr: answer.code === 0 ? '' : 'fatal: no such thing' };
}

export async function git(
  place: GitPlace,
  what: string,
  args: readonly string[],
  options: GitOptions = {},
): Promise<Buffer> {
  const { code, stdout, stderr } = await runGit(place, args, options);
  if (code !== 0) throw gitProblem(what, stderr);
  return stdout;
}

export function startGit(_: GitPlace, args: readonly string[]): ChildProcessWithoutNullStreams {
  throw new Error(`nobody can start git ${args.join(' ')} in this world`);
}

export function spawnProblem(error: Error): Problem {
  return new Problem('SG610', error.message, '');
}
