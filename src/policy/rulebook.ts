import { hasErrors } from '../diagnostic/diagnostic.ts';
import { type OwnerRule, parseCodeowners } from '../model/codeowners.ts';
import { loadSettings } from '../model/load-settings.ts';
import type { Policy } from '../model/policy.ts';
import { settingsFile } from '../model/settings.ts';

/** What a change is judged by: the rules of the branch that it goes to, as they stand there now. */
export interface Rulebook {
  readonly policy: Policy;
  /** Rules of CODEOWNERS. */
  readonly codeowners: readonly OwnerRule[];
  /** There is a policy, and what of it cannot be read is not known. */
  readonly isUnreadable: boolean;
}

/** Reads them from the texts of `.github/segue.yml` and of CODEOWNERS; absent where there is no such file. Never throws. */
export function readRulebook(texts: { readonly settings?: string; readonly codeowners?: string }): Rulebook {
  const { settings, diagnostics } = loadSettings(settingsFile, texts.settings);
  const hasPolicy = /^["']?policy["']?\s*:/m.test(texts.settings ?? '');
  return {
    policy: settings.policy,
    codeowners: parseCodeowners(texts.codeowners ?? ''),
    isUnreadable: hasPolicy && hasErrors(diagnostics),
  };
}

/** Whether anything is asked at all. */
export function asksAnything({ rules, runners, limits, protect, block }: Policy): boolean {
  return runners !== undefined || [rules, limits, protect, block].some((each) => each.length > 0);
}
