import { hasErrors } from '../diagnostic/diagnostic.ts';
import { type LoadedSettings, loadSettings } from '../model/load.ts';
import { settingsFile } from '../model/settings.ts';
import { type JudgedSide, judgeSide } from './judged-side.ts';
import type { CommitFiles, PullChange } from './pull-change.ts';

/** Both sides of a pull request, judged. */
export interface PullSides {
  readonly base: JudgedSide;
  readonly head: JudgedSide;
  /** As they are written there. */
  readonly baseSettings: LoadedSettings;
  readonly headSettings: LoadedSettings;
  /** The settings of the head have errors, and those of the base none: both sides are judged by these. */
  readonly usesOldSettings: boolean;
  /** Paths of files that differ. */
  readonly touched: ReadonlySet<string>;
}

interface Written {
  readonly text: string;
  readonly settings: LoadedSettings;
}

/**
 * Settings with errors say little about pipelines: keys that cannot be read have their defaults, and every pipeline would be wrong
 * because of them. So the head is judged by the settings of before then, if these are sound. Never the other way round: what a pull
 * request makes of the settings must not go unseen.
 *
 * @param earlier A side of another pull request, of whose files some may be the same.
 */
export function pullSides({ base, head }: PullChange, earlier?: JudgedSide): PullSides {
  const [before, after] = [settingsOf(base), settingsOf(head)];
  const usesOldSettings = hasErrors(after.settings.diagnostics) && !hasErrors(before.settings.diagnostics);
  const fresh = usesOldSettings ? before : after;
  const oldSide = judgeSide(base.files, before.settings, before.text, earlier);
  const newSide = judgeSide(head.files, fresh.settings, fresh.text, oldSide);
  return {
    base: { ...oldSide, digests: base.digests },
    head: { ...newSide, digests: head.digests },
    baseSettings: before.settings,
    headSettings: after.settings,
    usesOldSettings,
    touched: touchedFiles(base, head),
  };
}

function settingsOf({ settings: bytes }: CommitFiles): Written {
  return { text: new TextDecoder().decode(bytes), settings: loadSettings(settingsFile, bytes) };
}

function touchedFiles(base: CommitFiles, head: CommitFiles): ReadonlySet<string> {
  const paths = [...base.digests.keys(), ...head.digests.keys()];
  return new Set(paths.filter((path) => base.digests.get(path) !== head.digests.get(path)));
}
