import type { CheckWish } from '../report/forge/forge.ts';
import { forgeLimits } from '../report/forge/forge-limits.ts';
import { annotationKey, type CheckFields } from './check-fields.ts';
import type { Visit } from './client.ts';
import { unlessGone } from './failure.ts';
import type { OwnLogin } from './own-login.ts';

/** A check run that is ours, as it stands. */
export interface KnownCheck {
  readonly id: number;
  readonly url: string;
  readonly fields: CheckFields;
  /** By `annotationKey`. */
  readonly annotations: ReadonlySet<string>;
}

interface Answer extends CheckFields {
  readonly id: number | bigint;
  readonly html_url: string | null;
  readonly url: string;
  readonly name: string;
  readonly head_sha: string;
  readonly external_id: string | null;
  readonly app: { readonly slug?: string } | null;
  readonly output: CheckFields['output'] & { readonly annotations_count: number };
}

/** The one that an earlier call answered. The id comes from a state that others can write: it has to be ours all the same. */
export async function checkById(visit: Visit, own: OwnLogin, wish: CheckWish): Promise<KnownCheck | undefined> {
  if (wish.id === undefined) return undefined;
  const { github, at } = visit;
  const found = await unlessGone(
    github.request('GET /repos/{owner}/{repo}/check-runs/{check_run_id}', { ...at, check_run_id: wish.id }),
  );
  if (found === undefined || !isOurs(found.data, await own.ask(visit), wish)) return undefined;
  return known(visit, found.data);
}

/** The newest of ours on all pages, since it is the one that GitHub shows. Older ones, left behind by a lost answer, end. */
export async function newestCheck(visit: Visit, own: OwnLogin, wish: CheckWish): Promise<KnownCheck | undefined> {
  const ours = await ownChecks(visit, own, wish);
  const [newest, ...others] = ours;
  for (const other of others.filter(({ status }) => status !== 'completed')) await end(visit, other);
  return newest === undefined ? undefined : known(visit, newest);
}

/** When the first of ours began. */
export async function checkSince(
  visit: Visit,
  own: OwnLogin,
  place: CheckPlace,
): Promise<{ readonly kind: 'known'; readonly at?: string }> {
  const all = await ownChecks(visit, own, place);
  const began = all.flatMap(({ started_at, completed_at }) => started_at ?? completed_at ?? []);
  const [first] = began.map((at) => new Date(at).toISOString()).sort();
  return { kind: 'known', ...(first === undefined ? {} : { at: first }) };
}

type CheckPlace = Pick<CheckWish, 'commit' | 'name' | 'key'>;

/** Whether another App has told of this commit under this name. */
export async function isCheckedByOthers(
  visit: Visit,
  own: OwnLogin,
  place: NamedPlace,
): Promise<{ readonly kind: 'known'; readonly byOthers: boolean }> {
  const login = await own.ask(visit);
  const all = await checksNamed(visit, place);
  return { kind: 'known', byOthers: all.some(({ app }) => app?.slug !== undefined && `${app.slug}[bot]` !== login) };
}

/** Newest first. */
async function ownChecks(visit: Visit, own: OwnLogin, place: CheckPlace): Promise<readonly Answer[]> {
  const login = await own.ask(visit);
  const all = await checksNamed(visit, place);
  return all.filter((check) => isOurs(check, login, place)).sort((one, other) => Number(other.id) - Number(one.id));
}

type NamedPlace = Pick<CheckWish, 'commit' | 'name'>;

function checksNamed({ github, at }: Visit, { commit, name }: NamedPlace): Promise<readonly Answer[]> {
  return github.paginate('GET /repos/{owner}/{repo}/commits/{ref}/check-runs', {
    ...at,
    ref: commit,
    check_name: name,
    filter: 'all',
    per_page: forgeLimits.pageSize,
  });
}

/** Only the App that made a check run can write to it, so this asks for the App, not for a person. */
function isOurs({ app, name, head_sha, external_id }: Answer, login: string, wish: CheckPlace): boolean {
  const same = name === wish.name && head_sha === wish.commit && external_id === wish.key;
  return same && `${app?.slug}[bot]` === login;
}

/** It ends when it began: of those that have ended, GitHub shows the one that ended last. */
async function end({ github, at }: Visit, { id, started_at }: Answer): Promise<void> {
  await github.request('PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}', {
    ...at,
    check_run_id: Number(id),
    status: 'completed',
    conclusion: 'neutral',
    ...(started_at === null ? {} : { completed_at: started_at }),
  });
}

async function known(visit: Visit, answer: Answer): Promise<KnownCheck> {
  const { id, html_url, url, status, conclusion, started_at, completed_at, details_url, output } = answer;
  return {
    id: Number(id),
    url: html_url ?? url,
    fields: { status, conclusion, started_at, completed_at, details_url, output },
    annotations: output.annotations_count === 0 ? new Set() : await annotationsOf(visit, Number(id)),
  };
}

async function annotationsOf({ github, at }: Visit, id: number): Promise<ReadonlySet<string>> {
  const route = 'GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations';
  const all = await github.paginate(route, { ...at, check_run_id: id, per_page: forgeLimits.pageSize });
  return new Set(all.map(annotationKey));
}
