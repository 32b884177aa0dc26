import { codeownersPlaces, mostCodeownersBytes } from '../../model/codeowners.ts';
import { settingsFile } from '../../model/settings.ts';
import { isOfNow } from '../../policy/agreements.ts';
import type { CommitForge } from '../../report/forge/commit-forge.ts';
import type { CommandForge, Declined } from '../../report/forge/forge.ts';
import type { PullFacts, ReviewForge } from '../../report/forge/review-forge.ts';
import type { PullChange } from '../../review/pull-change.ts';
import type { Clock } from '../../run/ports.ts';
import type { StateMoment } from '../forge/state-moment.ts';
import { given, NotGiven, orDeclined } from './forge-answer.ts';
import { readAgreement } from './read-agreement.ts';
import { readPast } from './read-past.ts';
import { readSides } from './read-sides.ts';
import { readTeams } from './read-teams.ts';

export type PullForges = CommitForge & ReviewForge & Pick<CommandForge, 'permissionOf'>;

/** With what a pull request is read. */
export interface PullSources {
  readonly forge: PullForges;
  readonly clock: Pick<Clock, 'now'>;
  /** What is stored, as it is now; absent where there is none to be read. */
  readonly moment?: () => Promise<StateMoment>;
}

/** Who has opened it has no account any more. */
const nobody = 'ghost';

/**
 * All that the judgement of a pull request needs to know, at exact commits, by the forge alone: nothing is checked out, and nothing of it
 * is executed. The rules are those of the branch that it goes to.
 */
export function readPull(
  sources: PullSources,
  pull: PullFacts,
): Promise<{ kind: 'read'; change: PullChange } | Declined> {
  return orDeclined(async () => ({ kind: 'read' as const, change: await read(sources, pull) }));
}

async function read({ forge, clock, moment }: PullSources, pull: PullFacts): Promise<PullChange> {
  const { head } = pull;
  const { commit: tip } = given(await forge.tipOf(pull.base));
  if (tip === undefined) throw new NotGiven({ kind: 'refused', why: `there is no branch ${pull.base} any more` });
  // Without a common history all of the head is new.
  const fork = given(await forge.forkOf(tip, head.commit)).commit ?? tip;
  const from = { name: pull.base, commit: fork };
  const sides = await readSides(forge, from, { name: head.label, commit: head.commit });
  const rules = await readRules(forge, tip);
  const agreement = await readAgreement(forge, pull);
  const { folder, ...both } = sides;
  const now = { commit: head.commit, base: pull.base };
  const hasAgreed = [...agreement.approvals, ...agreement.waivers].some((word) => isOfNow(word, now));
  return {
    ...both,
    rules,
    author: pull.author ?? nobody,
    ...agreement,
    // Who belongs to what matters only once somebody has agreed to this commit.
    teams: hasAgreed ? await readTeams(forge, { ...both, rules }) : new Map(),
    ...(await readPast(moment, both.base, both.head, folder)),
    now: clock.now(),
  };
}

async function readRules(forge: Pick<CommitForge, 'filesAt'>, tip: string): Promise<PullChange['rules']> {
  const paths = [settingsFile, ...codeownersPlaces];
  const { files } = given(await forge.filesAt(tip, { paths, longest: mostCodeownersBytes }));
  const textOf = (path: string) => files.find(({ file }) => file === path)?.content;
  const settings = textOf(settingsFile);
  const codeowners = codeownersPlaces.map(textOf).find((content) => content !== undefined);
  return {
    ...(settings === undefined ? {} : { settings: new TextDecoder().decode(settings) }),
    ...(codeowners === undefined ? {} : { codeowners: new TextDecoder().decode(codeowners) }),
  };
}
