import { segueIdentity } from '../git/git-identity.ts';
import { gitProblem } from '../git/git-problem.ts';
import { git, runGit } from '../git/git-process.ts';
import { CommandRefs } from '../git/git-refs.ts';
import { fileNameFor } from '../local/local-file.ts';
import type { Repository } from '../repository/repository.ts';
import type { StagedFile } from './artifacts-file.ts';

/** What a run keeps: SHA-256 of a content → the blob that holds it, and its size. */
export type KeptBlobs = ReadonlyMap<string, { readonly blob: string; readonly bytes: number }>;

/** One run's artifacts in Git. */
export interface ArtifactRef {
  /** `refs/segue-artifacts/<environment>/<run>`: a ref a run, so that deleting it frees the space. */
  readonly ref: string;
  /** The same as last seen at the remote; never pushed. */
  readonly tracking: string;
}

/** Names the refs of one run. */
export function artifactRef(environment: string, run: string): ArtifactRef {
  const name = `${fileNameFor(environment)}/${fileNameFor(run)}`;
  return { ref: `refs/segue-artifacts/${name}`, tracking: `refs/segue-local/artifacts/${name}` };
}

/** The commit that a ref points to; undefined if there is no such ref. */
export async function readRef(repository: Repository, ref: string): Promise<string | undefined> {
  const result = await runGit(repository.home.place, ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]);
  return result.code === 0 ? result.stdout.toString().trim() : undefined;
}

/** What a commit of a run's artifacts holds. Entries that Segue did not write are left out. */
export async function readKept(repository: Repository, commit: string | undefined): Promise<KeptBlobs> {
  if (commit === undefined) return new Map();
  const listed = await git(repository.home.place, 'list the artifacts', ['ls-tree', '-z', '--long', commit]);
  const entries = listed
    .toString()
    .split('\0')
    .flatMap((line) => {
      const match = /^100644 blob ([0-9a-f]+) +(\d+)\t([0-9a-f]{64})$/.exec(line);
      return match?.[1] && match[3] ? [[match[3], { blob: match[1], bytes: Number(match[2]) }] as const] : [];
    });
  return new Map(entries);
}

/** Writes the bytes of staged files into the object database, as they are: no filter of the user's touches them. */
export async function writeBlobs(repository: Repository, files: readonly StagedFile[]): Promise<KeptBlobs> {
  if (files.length === 0) return new Map();
  const written = await git(
    repository.home.place,
    'keep the artifacts',
    ['hash-object', '-w', '--no-filters', '--stdin-paths'],
    { input: files.map(({ copy }) => `${copy}\n`).join('') },
  );
  const blobs = written.toString().trim().split('\n');
  return new Map(files.map(({ file }, index) => [file.sha256, { blob: blobs[index] ?? '', bytes: file.bytes }]));
}

const tries = 10;

export interface Addition {
  readonly blobs: KeptBlobs;
  /** A commit whose blobs are joined, e.g. what another machine sent. */
  readonly merge?: string;
  /** Nothing is added if all blobs together would be larger. */
  readonly mostBytes?: number;
}

/** Adds blobs to what the ref holds, again if another process moves it meanwhile. */
export async function addToRef(
  repository: Repository,
  ref: string,
  addition: Addition,
): Promise<'added' | 'too-large'> {
  const refs = new CommandRefs(repository.home);
  try {
    for (let attempt = 1; attempt <= tries; attempt += 1) {
      const parent = await readRef(repository, ref);
      const parents = [parent, addition.merge].filter((commit) => commit !== undefined);
      const kept = await Promise.all(parents.map((commit) => readKept(repository, commit)));
      const all = new Map([...kept, addition.blobs].flatMap((blobs) => [...blobs]));
      if (bytesOf(all) > (addition.mostBytes ?? Number.POSITIVE_INFINITY)) return 'too-large';
      const commit = await commitTree(repository, all, parents);
      if ((await refs.move(ref, parent, commit)) === 'written') return 'added';
    }
  } finally {
    refs.close();
  }
  throw gitProblem('keep the artifacts', `${ref} was moved by others ${tries} times in a row`);
}

function bytesOf(blobs: KeptBlobs): number {
  return [...blobs.values()].reduce((sum, { bytes }) => sum + bytes, 0);
}

async function commitTree(repository: Repository, kept: KeptBlobs, parents: readonly string[]): Promise<string> {
  const lines = [...kept].map(([name, { blob }]) => `100644 blob ${blob}\t${name}\0`);
  const tree = await git(repository.home.place, 'keep the artifacts', ['mktree', '-z'], {
    input: lines.sort().join(''),
  });
  const from = [...new Set(parents)].flatMap((parent) => ['-p', parent]);
  const args = ['commit-tree', ...from, '-m', 'Keep artifacts', tree.toString().trim()];
  return (await git(repository.home.place, 'keep the artifacts', args, { environment: segueIdentity }))
    .toString()
    .trim();
}
