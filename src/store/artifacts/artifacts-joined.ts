import type { ArtifactStore } from '../../run/ports.ts';
import type { DroppableArtifacts } from './artifacts-keep.ts';

/**
 * One store that keeps, and another that earlier runs or other machines may have kept in: what the first one lacks is looked for in
 * the second.
 */
export function joinedArtifacts(first: DroppableArtifacts, second: Pick<ArtifactStore, 'restore'>): DroppableArtifacts {
  return {
    keep: (...what) => first.keep(...what),
    drop: (run) => first.drop(run),
    restore: inTurn(first, second),
  };
}

/** Restores from the second what the first one lacks; in the order in which it was asked for. */
export function inTurn(
  first: Pick<ArtifactStore, 'restore'>,
  second: Pick<ArtifactStore, 'restore'>,
): ArtifactStore['restore'] {
  return async (run, task, root, files) => {
    const found = await first.restore(run, task, root, files);
    const absent = files.filter(({ path }) => found.missing.includes(path));
    if (absent.length === 0) return found;
    const more = await second.restore(run, task, root, absent);
    const written = new Set([...found.written, ...more.written]);
    return { written: files.map(({ path }) => path).filter((path) => written.has(path)), missing: more.missing };
  };
}
