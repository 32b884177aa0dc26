import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Problem } from '../diagnostic/problem.ts';
import { runGit } from '../store/git/git-process.ts';
import type { Repository } from '../store/repository/repository.ts';
import { workflowFile } from './workflow-file.ts';

/** What the hook does; also to be put into one that is there. Without Segue on the PATH it lets commits pass. */
export const hookLines: readonly string[] = [
  'command -v segue > /dev/null || exit 0',
  `if [ -f ${workflowFile} ]; then segue workflow --check || exit 1; fi`,
  'segue validate || exit 1',
];

/** The path of the hook, and whether it was written: one that is there is left alone. */
export interface Hook {
  readonly path: string;
  readonly written: boolean;
}

/**
 * Lets git check pipelines and the workflow before each commit, wherever it looks for its hooks.
 *
 * @throws {Problem} SG910 if the hook cannot be written.
 */
export async function writePreCommitHook(repository: Repository): Promise<Hook> {
  const path = join(await hooksFolder(repository), 'pre-commit');
  const text = ['#!/bin/sh', '# Made by `segue init --hook`.', ...hookLines, ''].join('\n');
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { flag: 'wx', mode: 0o755 });
    return { path, written: true };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return { path, written: false };
    const reason = error instanceof Error ? error.message : String(error);
    throw new Problem('SG910', `${path} cannot be written: ${reason}`, 'Make the folder writable.');
  }
}

/** Where git looks for hooks; our own git processes are told to look nowhere, which does not count. */
async function hooksFolder({ place, root, commonDir }: Repository): Promise<string> {
  const asked = await runGit(place, ['config', '--show-scope', '--type=path', '--get-all', 'core.hooksPath']);
  const chosen = asked.stdout
    .toString()
    .split('\n')
    .map((line) => line.split('\t'))
    .findLast(([scope, path = '']) => scope !== 'command' && path !== '');
  return chosen?.[1] === undefined ? join(commonDir, 'hooks') : resolve(root, chosen[1]);
}
