import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Makes a repository with these files (path → text), committed. */
export function makeRepository(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) writeFile(join(root, path), text);
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  git('init', '--quiet');
  git('add', '--all');
  const identity = ['-c', 'user.name=Bench', '-c', 'user.email=bench@localhost', '-c', 'commit.gpgSign=false'];
  git(...identity, 'commit', '--quiet', '--message', 'Pipelines to measure');
}

/** Forgets all validation results that were kept. */
export function forgetResults(root: string): void {
  rmSync(join(root, '.git/segue/cache'), { recursive: true, force: true });
}

/** Writes a file and the folders above it. */
export function writeFile(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
