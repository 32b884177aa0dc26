import { codeownersOf, codeownersPlaces } from '../../model/codeowners.ts';
import { settingsFile } from '../../model/settings.ts';
import type { Breach, PolicyContext, PolicyRule } from '../policy-rule.ts';
import { asksAnything, type Rulebook } from '../rulebook.ts';

export const changedPolicy: PolicyRule = {
  code: 'SG878',
  name: 'changed-policy',
  summary: 'The rules themselves change, and nobody who owns them has agreed.',
  why: [
    'A pull request is judged by the policy and the CODEOWNERS of the branch that it goes to, so it gains nothing by changing them; the next',
    'one would. So their change needs a code owner of the file. Where nobody owns it, that is said, and nothing is refused.',
  ].join(' '),
  fix: 'Ask a code owner of the file for an approving review. If there is none: name some in CODEOWNERS, e.g. `/.github/ @acme/platform`.',
  check: (context) => {
    if (!asksAnything(context.rules.policy)) return [];
    const isPolicy = context.diff.settings.some(({ key }) => key === 'policy');
    const files = [...(isPolicy ? [settingsFile] : []), ...codeownersPlaces.filter((path) => differs(path, context))];
    return files.map((file) => breachOf(file, context));
  },
};

function differs(path: string, { base, head }: PolicyContext): boolean {
  return base.digests?.get(path) !== head.digests?.get(path);
}

function breachOf(file: string, { rules }: PolicyContext): Breach {
  const owners = ownersOfRules(file, rules);
  const what = file === settingsFile ? 'the policy' : `\`${file}\``;
  const rest = owners.length === 0 ? 'and nobody owns it' : 'which needs an approval of a code owner';
  return {
    severity: owners.length === 0 ? 'warning' : 'error',
    file,
    route: file === settingsFile ? ['policy'] : [],
    message: `${what} changes, ${rest}`,
    help:
      owners.length === 0
        ? `Name who owns \`${file}\` in CODEOWNERS, or whoever may merge can change it.`
        : 'Ask for an approving review of the newest commit.',
    owners,
    fourEyes: true,
  };
}

/** One of three files is CODEOWNERS, and another takes its place by standing before it: who owns any of these owns all of them. */
function ownersOfRules(file: string, { codeowners }: Rulebook): readonly string[] {
  const places = file === settingsFile ? [file] : [file, ...codeownersPlaces];
  return places.map((path) => codeownersOf(codeowners, path)).find((owners) => owners.length > 0) ?? [];
}
