import { analyse } from '../../src/diff/analyse.ts';
import type { PolicyFinding } from '../../src/policy/finding.ts';
import { judgePolicy } from '../../src/policy/judge-policy.ts';
import { nobody, type People, type PolicyCase } from '../../src/policy/policy-case.ts';
import { readRulebook } from '../../src/policy/rulebook.ts';
import { sideOf } from '../diff/sides.ts';

export const commit = '9f8e7d6c5b4a39281706f5e4d3c2b1a098765432';
export const otherCommit = 'a'.repeat(40);
export const now = Date.parse('2026-11-21T12:00:00Z');

/** Texts of pipelines by id; those of the settings are the same before and after, if nothing else is said. */
export interface Texts {
  readonly base?: Readonly<Record<string, string>>;
  readonly head?: Readonly<Record<string, string>>;
  /** Inside of `policy: { … }`. */
  readonly policy?: string;
  /** More of the settings, before and after. */
  readonly settings?: readonly [before: string, after: string];
  readonly codeowners?: string;
  /** Digests of files, before and after. */
  readonly files?: readonly [before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>];
  readonly backfills?: PolicyCase['backfills'];
}

/** A pull request of `ben` with these texts. */
export function caseOf(texts: Texts, people: Partial<People> = {}): PolicyCase {
  const { base = {}, head = base, policy = '', settings: [before, after] = ['', ''], codeowners } = texts;
  const rules = `policy: { ${policy} }\n${before}`;
  const [oldSide, newSide] = [
    sideOf(base, rules, texts.files?.[0]),
    sideOf(head, /^policy:/m.test(after) ? after : `policy: { ${policy} }\n${after}`, texts.files?.[1]),
  ];
  const analysis = analyse(oldSide, newSide, new Map(), now);
  return {
    base: oldSide,
    head: newSide,
    diff: analysis,
    risks: analysis.risks,
    rules: readRulebook({ settings: rules, ...(codeowners === undefined ? {} : { codeowners }) }),
    people: { ...nobody, author: 'ben', commit, base: 'main', ...people },
    ...(texts.backfills === undefined ? {} : { backfills: texts.backfills }),
    now,
  };
}

/** `SG877 finance/close: …`, with who has agreed. */
export function judged(texts: Texts, people?: Partial<People>): readonly PolicyFinding[] {
  return judgePolicy(caseOf(texts, people));
}

export function review(login: string, at = commit): People['approvals'][number] {
  return { login, commit: at, base: 'main' };
}

export function waive(
  code: string,
  login: string,
  more: Partial<People['waivers'][number]> = {},
): People['waivers'][number] {
  return { code, login, reason: 'it is agreed', commit, base: 'main', ...more };
}
