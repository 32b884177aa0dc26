import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Place } from '../support/cli-place.ts';

/** A part of a document in the hands of somebody who writes what they like into it. */
export interface Forged {
  [key: string]: unknown;
  tasks: Record<string, Forged>;
  attempts: Forged[];
  outputs: Forged;
}

/** Changes a document in place, or gives the text to write instead. */
export type Change = (document: Forged) => string | undefined;

/** Replaces the only run document of an environment, as anybody can who may push: by a commit on its ref. */
export function forge(place: Place, environment: string, change: Change): void {
  const { ref, path } = onlyRun(place, environment);
  const document = JSON.parse(place.git('show', `${ref}:${path}`)) as Forged;
  const text = change(document) ?? JSON.stringify(document);
  const draft = join(place.root, '.git', 'forged');
  writeFileSync(draft, text);
  const blob = place.git('hash-object', '-w', draft);
  const env = { ...place.place.environment, GIT_INDEX_FILE: join(place.root, '.git', 'forged-index') };
  const git = (...args: string[]) => execFileSync('git', args, { cwd: place.root, env, encoding: 'utf8' }).trim();
  git('read-tree', ref);
  git('update-index', '--add', '--cacheinfo', `100644,${blob},${path}`);
  place.git('update-ref', ref, place.git('commit-tree', git('write-tree'), '-p', ref, '-m', 'Forge'));
}

/** Id of the only run of an environment, by the name of its file. */
export function runIn(place: Place, environment: string): string {
  return basename(onlyRun(place, environment).path, '.json');
}

function onlyRun(place: Place, environment: string): { readonly ref: string; readonly path: string } {
  const ref = place.git('for-each-ref', '--format=%(refname)', `refs/segue/${environment}`);
  return { ref, path: place.git('ls-tree', '-r', '--name-only', ref, 'runs/') };
}
