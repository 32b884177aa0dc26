import { codeownersOf } from '../model/codeowners.ts';
import { settingsFile } from '../model/settings.ts';
import { distinct } from './distinct.ts';
import type { Touched } from './policy-case.ts';
import type { Rulebook } from './rulebook.ts';

/**
 * Who answers for a pipeline: the owner that it names, and the code owners of its file. Of one that was there before the change, those of
 * before: who makes himself its owner does not own it thereby.
 */
export function ownersOf({ before, after, file, wasUnreadable }: Touched, { codeowners }: Rulebook): readonly string[] {
  const { owner, file: path } = before ?? (wasUnreadable ? undefined : after) ?? { owner: undefined, file };
  return distinctNames([...(owner === undefined ? [] : [owner]), ...codeownersOf(codeowners, path)]);
}

/** The same of one that nobody changes alone: of a new one the code owners, if there are some, since its own text names whom its author likes. */
export function guardsOf(touched: Touched, rules: Rulebook): readonly string[] {
  if (touched.before !== undefined) return ownersOf(touched, rules);
  const guards = codeownersOf(rules.codeowners, touched.file);
  return guards.length === 0 ? ownersOf(touched, rules) : guards;
}

/** Who answers for what all pipelines share. */
export function ownersOfSettings({ codeowners }: Rulebook): readonly string[] {
  return codeownersOf(codeowners, settingsFile);
}

function distinctNames(names: readonly string[]): readonly string[] {
  return distinct(names, (name) => name.toLowerCase().replace(/^@/, ''));
}
