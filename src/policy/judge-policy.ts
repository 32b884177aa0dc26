import type { Risk } from '../diff/risk.ts';
import { answerTo } from './agreements.ts';
import type { AcceptedRisk, PolicyFinding } from './finding.ts';
import { ownersOf } from './owners.ts';
import type { PolicyCase } from './policy-case.ts';
import { policyRules } from './policy-registry.ts';
import type { Breach, PolicyContext } from './policy-rule.ts';
import { protectionsOf } from './protections.ts';
import { touchedPipelines } from './touched.ts';

/**
 * What a change does against the policy of its base, with who has agreed to each. Pure. Errors first, then by code, pipeline and message;
 * what people say changes who has agreed, never what is found.
 */
export function judgePolicy(given: PolicyCase): readonly PolicyFinding[] {
  const context: PolicyContext = { ...given, touched: touchedPipelines(given) };
  const found = policyRules.flatMap(({ code, check }) => check(context).map((breach) => ({ ...breach, code })));
  const all = [...found, ...blockedRisks(context)].map((breach) => findingOf(breach, context));
  const unique = new Map(all.map((each) => [keyOf(each), each]));
  return [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
}

/** Risks that the policy lets pass, and that somebody who may has agreed to: they need not worry the next reader. */
export function acceptedRisks(given: PolicyCase): readonly AcceptedRisk[] {
  const context: PolicyContext = { ...given, touched: touchedPipelines(given) };
  const blocked = new Set<string>(given.rules.policy.block);
  return given.risks
    .filter(({ code, severity }) => severity === 'warning' && !blocked.has(code))
    .flatMap((risk): readonly AcceptedRisk[] => {
      const { code, pipeline, message } = risk;
      const { agreed, missing } = findingOf(asBreach(risk, context), context);
      return missing === 0 ? [{ code, pipeline, message, agreed }] : [];
    });
}

type Said = Pick<Risk, 'code' | 'message'> & { readonly pipeline?: string };

/** Risks that are neither among these findings nor among what was accepted. */
export function untoldRisks<Kind extends Risk>(risks: readonly Kind[], told: readonly Said[]): readonly Kind[] {
  const wordsOf = ({ code, pipeline, message }: Said) => JSON.stringify([code, pipeline, message]);
  const known = new Set(told.map(wordsOf));
  return risks.filter((risk) => !known.has(wordsOf(risk)));
}

type CodedBreach = Breach & { readonly code: string };

function blockedRisks(context: PolicyContext): readonly CodedBreach[] {
  const blocked = new Set<string>(context.rules.policy.block);
  return context.risks.filter(({ code }) => blocked.has(code)).map((risk) => asBreach(risk, context));
}

function asBreach(
  { code, pipeline, file, route, message, help }: Risk,
  { touched, rules }: PolicyContext,
): CodedBreach {
  const place = touched.find(({ id, before }) => id === pipeline || before?.id === pipeline);
  const owners = place === undefined ? [] : ownersOf(place, rules);
  return { code, severity: 'error', pipeline, file, route, message, help, owners };
}

/** Whatever is found about a protected pipeline needs a second person. */
function findingOf(breach: CodedBreach, { touched, rules, people }: PolicyContext): PolicyFinding {
  const { code, severity, pipeline, file, route, message, help } = breach;
  const place = touched.find(({ id }) => id === pipeline);
  const isProtected = place !== undefined && protectionsOf(place, rules.policy).length > 0;
  const answer = answerTo({ ...breach, ...(isProtected ? { fourEyes: true } : {}) }, people);
  return {
    ...{ code, severity, file, route, message, help },
    ...(pipeline === undefined ? {} : { pipeline }),
    ...answer,
    blocks: severity === 'error' && answer.missing > 0,
  };
}

/** Of the same words one is enough; it is what they are sorted by, too. */
function keyOf({ severity, code, pipeline = '', file, message }: PolicyFinding): string {
  return [severity, code, pipeline, file, message].join('\0');
}
