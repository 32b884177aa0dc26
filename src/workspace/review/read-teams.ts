import { codeownersOf, codeownersPlaces, parseCodeowners } from '../../model/codeowners.ts';
import { settingsFile } from '../../model/settings.ts';
import type { TeamMembers } from '../../policy/waiver.ts';
import type { ReviewForge } from '../../report/forge/review-forge.ts';
import type { CommitFiles, PullChange } from '../../review/pull-change.ts';
import { isDeclined } from './forge-answer.ts';

/** More than a pull request is the business of; each is a request. */
export const mostTeams = 20;

const team = /@[A-Za-z0-9][\w-]{0,99}\/[\w.-]{1,100}/g;

/**
 * Members of the teams that may have a say: those that own what differs, by CODEOWNERS or as `owner` of the pipeline, those that the
 * settings name, and where something is protected those of what a shared file or setting may reach. Teams that the token may not see are left out.
 */
export async function readTeams(
  forge: Pick<ReviewForge, 'membersOf'>,
  change: Pick<PullChange, 'base' | 'head' | 'rules'>,
): Promise<TeamMembers> {
  const members = new Map<string, readonly string[]>();
  for (const each of teamsConcerned(change).slice(0, mostTeams)) {
    const answer = await forge.membersOf(each);
    if (!isDeclined(answer)) members.set(each, answer.logins);
  }
  return members;
}

/** Found without reading YAML, which is for who can be ended. */
export function teamsConcerned({ base, head, rules }: Pick<PullChange, 'base' | 'head' | 'rules'>): readonly string[] {
  const changed = new Set([...base.digests.keys(), ...head.digests.keys()]);
  const ours = new Set([...base.files, ...head.files].map(({ file }) => file));
  const rulesOf: readonly string[] = [settingsFile, ...codeownersPlaces];
  const owned = [...changed].filter((path) => ours.has(path));
  if (rulesOf.some((path) => changed.has(path))) owned.push(...rulesOf);
  const codeowners = parseCodeowners(rules.codeowners ?? '');
  const texts = [
    ...owned.flatMap((path) => codeownersOf(codeowners, path)),
    ...[base, head].flatMap((side) => ownersIn(side, changed)),
    rules.settings ?? '',
    ...(mayReachOthers(rules, changed, ours) ? everyOwner(base, codeowners) : []),
  ];
  return [...new Set(texts.flatMap((text) => text.match(team) ?? []))];
}

/**
 * A file that tasks run, or a setting that they share, is a change of pipelines whose own files stay as they are. Of files only
 * protections and risks know; by their settings pipelines may miss anything that is asked of them.
 */
function mayReachOthers(
  { settings = '' }: PullChange['rules'],
  changed: ReadonlySet<string>,
  ours: ReadonlySet<string>,
): boolean {
  if (changed.has(settingsFile) && /\bpolicy\b/.test(settings)) return true;
  return /\b(?:protect|block)\b/.test(settings) && [...changed].some((path) => !ours.has(path));
}

function everyOwner(base: CommitFiles, codeowners: ReturnType<typeof parseCodeowners>): readonly string[] {
  const paths = base.files.map(({ file }) => file);
  return [...ownersIn(base, new Set(paths)), ...paths.flatMap((path) => codeownersOf(codeowners, path))];
}

function ownersIn({ files }: CommitFiles, changed: ReadonlySet<string>): readonly string[] {
  const texts = files
    .filter(({ file }) => changed.has(file))
    .map(({ content }) => (typeof content === 'string' ? content : new TextDecoder().decode(content)));
  const lines = texts.flatMap((text) => text.match(/^owner:[^\n]{1,300}/gm) ?? []);
  // A team may be written without its `@`.
  return lines.map((line) => line.replace(/^owner:[ \t]*(["']?)@?/, '@'));
}
