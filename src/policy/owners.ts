import { codeownersOf } from '../model/codeowners.ts';
import { ownerKey } from '../model/owner-key.ts';
import type { Protection } from '../model/policy.ts';
import { fitsScope } from '../model/policy-scope.ts';
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

/**
 * The same of one that nobody changes alone; where these are several groups, each has to agree. Of what comes to a protected place, new or
 * from elsewhere, the code owners of that place if there are some, since its author has chosen whom its text names.
 */
export function guardsOf(touched: Touched, protection: Protection, rules: Rulebook): readonly (readonly string[])[] {
  const { before, after, file } = touched;
  const codeowners = (path: string) => codeownersOf(rules.codeowners, path);
  const isOld = before !== undefined && fitsScope(protection, before);
  const comes = before === undefined || (after !== undefined && before.file !== file && fitsScope(protection, after));
  const place = comes ? codeowners(file) : [];
  if (place.length === 0) return [ownersOf(touched, rules)];
  if (!isOld) return [place];
  return codeowners(before.file).join() === place.join()
    ? [ownersOf(touched, rules)]
    : [ownersOf(touched, rules), place];
}

/** Who answers for what all pipelines share. */
export function ownersOfSettings({ codeowners }: Rulebook): readonly string[] {
  return codeownersOf(codeowners, settingsFile);
}

function distinctNames(names: readonly string[]): readonly string[] {
  return distinct(names, ownerKey);
}
