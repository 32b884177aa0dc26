import type { GitDocuments } from '../git/git-documents.ts';
import type { StateRemote } from '../git/git-remote.ts';
import { runListPath, statePath, trackingRef } from '../names.ts';
import { readOwner } from '../upkeep/state-owner.ts';
import type { Version } from './documents.ts';
import { mergeDocuments, type ThreeTexts } from './merge.ts';

/** A trailer of a squashed version: the version whose history it stands for. */
export const squashTrailer = 'Segue-Squashed';

const tries = 10;
/** That were missed, and are looked through. */
const mostSquashes = 10;

/**
 * Brings a local ref to where it builds on what was last fetched: forward if it is behind, untouched if it is ahead, a
 * merge if both have gone on. Works by compare-and-set, so other processes of this clone may write meanwhile.
 *
 * @returns True if the local ref now has something that the remote has not.
 * @throws {Problem} SG607 if a document of either side cannot be believed.
 */
export async function reconcile(local: GitDocuments, remote: StateRemote, ref: string): Promise<boolean> {
  for (let attempt = 0; attempt < tries; attempt++) {
    const [theirs, ours] = await Promise.all([local.head(trackingRef(ref)), local.head(ref)]);
    if (theirs === undefined) return ours !== undefined;
    if (ours === theirs) return false;
    const target = ours === undefined ? theirs : await joined(local, remote, ref, ours, theirs);
    if (target === ours) return true;
    if ((await local.move(ref, ours, target)) === 'written') return target !== theirs;
  }
  return true;
}

/** The version that holds what both sides know; one of the two where that is enough. */
async function joined(
  local: GitDocuments,
  remote: StateRemote,
  ref: string,
  ours: Version,
  theirs: Version,
): Promise<Version> {
  const common = await remote.commonVersion(ours, theirs);
  if (common === ours) return theirs;
  if (common === theirs) return ours;
  const base = common ?? (await squashedFrom(local, remote, ours, theirs));
  if (base === ours) return theirs;
  const owner = await readOwner(local, ref, theirs);
  const edits = mergeDocuments(owner, await changedTexts(local, base, ours, theirs));
  if (edits.size === 0 && common === undefined) return theirs;
  // After a squash our old history must not come back as a parent.
  const parents = common === undefined ? [theirs] : [theirs, ours];
  const message = `Join what two clones recorded\n\nSegue-Joined: ${ours}\n`;
  return local.prepare({ parents, base: theirs, edits, message });
}

/**
 * If their history was squashed, maybe several times: the newest version that was in it and is in ours. What it replaced may
 * have been newer than all that this clone has.
 */
async function squashedFrom(
  local: GitDocuments,
  remote: StateRemote,
  ours: Version,
  theirs: Version,
): Promise<Version | undefined> {
  let known = theirs;
  for (let squashes = 0; squashes < mostSquashes; squashes++) {
    const message = await local.message(await remote.firstVersion(known));
    const replaced = new RegExp(`^${squashTrailer}: ([0-9a-f]{40,64})$`, 'm').exec(message)?.[1];
    if (replaced === undefined || !((await local.has(replaced)) || (await remote.bring(replaced)))) return undefined;
    const common = await remote.commonVersion(ours, replaced);
    if (common !== undefined) return common;
    known = replaced;
  }
  return undefined;
}

async function changedTexts(
  local: GitDocuments,
  base: Version | undefined,
  ours: Version,
  theirs: Version,
): Promise<ReadonlyMap<string, ThreeTexts>> {
  const before = base === undefined ? new Map<string, string>() : await local.files(base);
  const mine = await local.files(ours);
  const changed = [...new Set([...before.keys(), ...mine.keys()])].filter(
    (path) => before.get(path) !== mine.get(path),
  );
  const texts = new Map<string, ThreeTexts>();
  // What says something of the others is looked at whenever one of those has changed.
  for (const path of changed.length === 0 ? [] : new Set([...changed, runListPath, statePath])) {
    texts.set(path, {
      base: base === undefined ? undefined : await local.read(base, path),
      ours: await local.read(ours, path),
      theirs: await local.read(theirs, path),
    });
  }
  return texts;
}
