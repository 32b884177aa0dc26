import type { PolicyFinding } from '../policy/finding.ts';
import type { DiffView } from '../report/diff/diff-view.ts';
import type { ReviewTests, ReviewView } from '../report/review/review-view.ts';
import { countOf } from '../report/run/run-words.ts';
import { nameList } from '../report/text/name-list.ts';
import type { PullChange } from './pull-change.ts';
import type { PullSides } from './pull-sides.ts';

/** What could not be looked at, a sentence each: silence would read as "ok". */
export function notChecked(
  change: PullChange,
  sides: PullSides,
  diff: DiffView,
  { policy, tests }: Pick<ReviewView, 'policy' | 'tests'>,
): readonly string[] {
  return [
    ...settingsNotes(sides),
    ...policyNotes(policy),
    ...makerNotes(change, policy),
    ...testNotes(tests),
    ...historyNotes(change, diff),
    ...unreadNotes(diff),
  ];
}

function settingsNotes({ usesOldSettings }: PullSides): readonly string[] {
  return usesOldSettings
    ? ['.github/segue.yml has errors, so the pipelines were judged by the settings of before, and no test was played.']
    : [];
}

function policyNotes(policy: readonly PolicyFinding[]): readonly string[] {
  const teams = [...new Set(policy.flatMap((each) => each.notChecked))];
  return teams.length === 0
    ? []
    : [`Whether somebody of ${nameList(teams)} has agreed: the members could not be read.`];
}

function makerNotes({ makers }: PullChange, policy: readonly PolicyFinding[]): readonly string[] {
  if (makers?.isWhole === false && policy.some(({ involved = [] }) => involved.length > 0)) {
    return ['Who made all of it, so nobody counts as a second person: it has more commits than GitHub lists.'];
  }
  if (makers === undefined || makers.unknown === 0 || !policy.some(({ agreed }) => agreed.length > 0)) return [];
  return [
    `Whether who has agreed made some of it: ${countOf(makers.unknown, 'commit')} ${makers.unknown === 1 ? 'names' : 'name'} somebody without an account.`,
  ];
}

function testNotes({ unplayed }: ReviewTests): readonly string[] {
  if (unplayed.length === 0) return [];
  const files = [...new Set(unplayed.map(({ file }) => file))];
  return [
    `${countOf(unplayed.length, 'test case')} of ${nameList(files)}, which take too long to play: segue test plays them.`,
  ];
}

function historyNotes({ history, illegible = [] }: PullChange, { pipelines, costs }: DiffView): readonly string[] {
  if (pipelines.length === 0) return [];
  if (history === undefined) {
    return [
      'How long runs take, whether deadlines hold, and what the merge meets: the stored state could not be read.',
    ];
  }
  const known = new Set(costs.map(({ pipeline }) => pipeline));
  const unknown = pipelines.filter(({ kind, id }) => kind === 'pipeline-changed' && !known.has(id));
  const isIllegible = (change: (typeof pipelines)[number]) => idsOf(change).some((id) => illegible.includes(id));
  const isAsked = (change: (typeof unknown)[number]) => idsOf(change).some((id) => history.has(id));
  return [
    ...illegibleNote(pipelines.filter(isIllegible)),
    ...unknownNote(unknown.filter(isAsked), ['it has no runs yet', 'they have no runs yet']),
    ...unknownNote(
      unknown.filter((each) => !isAsked(each) && !isIllegible(each)),
      ['its runs were not looked at', 'their runs were not looked at'],
    ),
  ];
}

function illegibleNote(changes: readonly { readonly id: string }[]): readonly string[] {
  if (changes.length === 0) return [];
  const names = nameList(changes.map(({ id }) => id));
  return [`What is stored of ${names}: it cannot be read, and segue state fsck says why.`];
}

function unknownNote(
  changes: readonly { readonly id: string }[],
  [ofOne, ofMore]: readonly [string, string],
): readonly string[] {
  const [names, isOne] = [nameList(changes.map(({ id }) => id)), changes.length === 1];
  return changes.length === 0 ? [] : [`How long ${names} ${isOne ? 'takes' : 'take'}: ${isOne ? ofOne : ofMore}.`];
}

function idsOf(change: DiffView['pipelines'][number]): readonly string[] {
  return change.kind === 'pipeline-changed' && change.renamed !== undefined
    ? [change.id, change.renamed.from]
    : [change.id];
}

function unreadNotes({ notCompared }: DiffView): readonly string[] {
  return notCompared.length === 0 ? [] : [`What changes in ${nameList(notCompared, 10)}: a side could not be read.`];
}
