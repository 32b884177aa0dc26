import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { GitPlace } from '../../src/store/git/git-process.ts';

/** Nothing of the machine's own git configuration, and no identity: as on a bare runner. */
export const plainEnvironment: Readonly<Record<string, string>> = {
  PATH: process.env.PATH ?? '',
  HOME: '/nonexistent',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
};

const author = {
  GIT_AUTHOR_NAME: 'Ana',
  GIT_AUTHOR_EMAIL: 'ana@example.com',
  GIT_COMMITTER_NAME: 'Ana',
  GIT_COMMITTER_EMAIL: 'ana@example.com',
};

/** A real repository that is gone after the test. */
export interface ScratchRepository {
  readonly root: string;
  readonly place: GitPlace;
  /** Runs git there; its trimmed output. Throws on a failure. */
  git(...args: readonly string[]): string;
  /** Writes a file below the root, with its folders. */
  write(path: string, content: string | Buffer, mode?: number): void;
  /** Commits all that there is; the commit. */
  commit(message?: string): string;
}

/** A folder of its own that is gone after the test. */
export function scratchFolder(name = 'segue-'): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), name)));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** An empty repository with the branch `main`. */
export function scratchRepository(
  options: { readonly format?: 'sha1' | 'sha256'; readonly name?: string } = {},
): ScratchRepository {
  const root = join(scratchFolder(), options.name ?? 'repository');
  mkdirSync(root);
  const repository = scratchAt(root);
  repository.git('init', '--quiet', '--initial-branch=main', `--object-format=${options.format ?? 'sha1'}`);
  return repository;
}

/** The same for a folder that is a repository, e.g. a clone or a linked working tree. */
export function scratchAt(root: string): ScratchRepository {
  const git = (...args: readonly string[]): string =>
    execFileSync('git', args, {
      cwd: root,
      encoding: 'utf8',
      env: { ...plainEnvironment, ...author, GIT_OPTIONAL_LOCKS: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trimEnd();
  return {
    root,
    place: { directory: root, environment: plainEnvironment },
    git,
    write(path, content, mode = 0o644) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
      chmodSync(join(root, path), mode);
    },
    commit(message = 'Change') {
      git('add', '--all');
      git('commit', '--quiet', '--allow-empty', '-m', message);
      return git('rev-parse', 'HEAD');
    },
  };
}
