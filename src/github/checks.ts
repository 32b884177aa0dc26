import type { CheckWish, Ensured } from '../report/forge/forge.ts';
import { forgeLimits } from '../report/forge/forge-limits.ts';
import { annotationKey, annotationOf, type CheckFields, fieldsOf, isAsWished } from './check-fields.ts';
import { checkById, type KnownCheck, newestCheck } from './check-search.ts';
import type { Visit } from './client.ts';
import { createOnce } from './create-once.ts';
import { GithubFailure } from './failure.ts';
import type { OwnLogin } from './own-login.ts';
import { firstLookMs } from './patience.ts';

const mostLooks = 3;
/** Check runs that are remembered, the newest; each can hold two texts of 64 KiB. */
const mostTold = 200;

export interface CheckHelp {
  readonly own: OwnLogin;
  /**
   * The check runs as this process left them. Nobody but the App that made a check run can change it, so what was written
   * last is what stands there, and an update costs one request.
   */
  readonly told: Map<string, KnownCheck>;
}

/** The check run of this commit, name and key that is ours, as it is wished. */
export async function ensureCheck(visit: Visit, help: CheckHelp, wish: CheckWish): Promise<Ensured> {
  const present = await findFit(visit, help, wish);
  if (present !== undefined && !isOutlived(present, wish)) return bring(visit, help, wish, present);
  const knewApp = help.own.isOwnApp;
  const { thing } = await createOnce(
    visit,
    () => create(visit, help, wish),
    async () => {
      const found = await newestCheck(visit, help.own, wish);
      return found?.id === present?.id ? undefined : found;
    },
  );
  // Who we are may be known only by what GitHub has answered.
  const isNews = !knewApp && help.own.isOwnApp && (wish.buttons ?? []).length > 0;
  if (isNews) await update(visit, help, wish, { id: thing.id, annotations: [] });
  await bring(visit, help, wish, thing);
  return { kind: 'created', id: thing.id, url: thing.url };
}

/** Another process may have put a new one in the place of the one that this one remembers. */
async function findFit(visit: Visit, help: CheckHelp, wish: CheckWish): Promise<KnownCheck | undefined> {
  const found = await find(visit, help, wish);
  return found !== undefined && isOutlived(found, wish) ? newestCheck(visit, help.own, wish) : found;
}

/** It has annotations that are to go, and GitHub takes none back; of check runs of one name it shows the newest. */
function isOutlived({ annotations }: KnownCheck, { isExact, annotations: wished }: CheckWish): boolean {
  if (isExact !== true || annotations.size === 0) return false;
  const keys = new Set(wished.map((each) => annotationKey(annotationOf(each))));
  return [...annotations].some((key) => !keys.has(key));
}

async function find(visit: Visit, { own, told }: CheckHelp, wish: CheckWish): Promise<KnownCheck | undefined> {
  const known = told.get(placeOf(wish));
  if (known !== undefined) return known;
  const byId = await checkById(visit, own, wish);
  if (byId !== undefined) return byId;
  return wish.fresh === true && wish.id === undefined ? undefined : newestCheck(visit, own, wish);
}

async function create({ github, at }: Visit, { own }: CheckHelp, wish: CheckWish): Promise<KnownCheck> {
  const annotations = missingAnnotations(new Set(), wish);
  const { data } = await github.request('POST /repos/{owner}/{repo}/check-runs', {
    ...at,
    head_sha: wish.commit,
    external_id: wish.key,
    ...bodyOf(wish, annotations, own),
  });
  if (data.app?.slug !== undefined) own.learn(`${data.app.slug}[bot]`);
  return { ...written(wish, new Set(), annotations), id: Number(data.id), url: data.html_url ?? data.url };
}

/** Writes until nothing is missing: GitHub takes 50 annotations a request and adds them to those that are there. */
async function bring(visit: Visit, help: CheckHelp, wish: CheckWish, found: KnownCheck): Promise<Ensured> {
  let present = found;
  let looks = 0;
  for (;;) {
    remember(help.told, wish, present);
    const annotations = missingAnnotations(present.annotations, wish);
    if (annotations.length === 0 && isAsWished(present.fields, wish)) break;
    try {
      await update(visit, help, wish, { id: present.id, annotations });
      present = { ...present, ...written(wish, present.annotations, annotations) };
    } catch (error) {
      if (!(error instanceof GithubFailure && error.kind === 'limited')) help.told.delete(placeOf(wish));
      if (!(error instanceof GithubFailure && error.maybeDone) || ++looks > mostLooks) throw error;
      await visit.pause(firstLookMs, error);
      present = (await checkById(visit, help.own, { ...wish, id: present.id })) ?? present;
    }
  }
  const kind = present === found ? 'unchanged' : 'updated';
  return { kind, id: present.id, url: present.url };
}

function remember(told: CheckHelp['told'], wish: CheckWish, present: KnownCheck): void {
  told.delete(placeOf(wish));
  told.set(placeOf(wish), present);
  const [oldest] = told.keys();
  if (told.size > mostTold && oldest !== undefined) told.delete(oldest);
}

/** With annotations it adds, so it is not sent twice without a look. */
async function update(
  { github, at }: Visit,
  help: CheckHelp,
  wish: CheckWish,
  { id, annotations }: { readonly id: number; readonly annotations: Annotations },
): Promise<void> {
  await github.request('PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}', {
    ...at,
    check_run_id: id,
    ...bodyOf(wish, annotations, help.own),
    request: { once: annotations.length > 0 },
  });
}

type Annotations = ReturnType<typeof annotationOf>[];

function missingAnnotations(present: ReadonlySet<string>, wish: CheckWish): Annotations {
  const missing = wish.annotations.map(annotationOf).filter((each) => !present.has(annotationKey(each)));
  const different = new Map(missing.map((each) => [annotationKey(each), each]));
  return [...different.values()].slice(0, forgeLimits.annotationsPerRequest);
}

function written(wish: CheckWish, before: ReadonlySet<string>, added: Annotations): Omit<KnownCheck, 'id' | 'url'> {
  const fields: CheckFields = fieldsOf(wish);
  return { fields, annotations: new Set([...before, ...added.map(annotationKey)]) };
}

/** Every request says all of it: what is left out of `output`, GitHub may take for empty. */
function bodyOf(wish: CheckWish, annotations: Annotations, own: OwnLogin) {
  const { name, status, conclusion, startedAt, completedAt, detailsUrl, title, summary, text } = wish;
  return {
    name,
    status,
    ...(conclusion === undefined ? {} : { conclusion }),
    ...(startedAt === undefined ? {} : { started_at: startedAt }),
    ...(completedAt === undefined ? {} : { completed_at: completedAt }),
    ...(detailsUrl === undefined ? {} : { details_url: detailsUrl }),
    // All of them each time: an earlier state had others. To others than an own App nobody would tell what is pressed.
    ...(wish.buttons !== undefined && own.isOwnApp ? { actions: [...wish.buttons] } : {}),
    output: { title, summary, text: text ?? '', ...(annotations.length === 0 ? {} : { annotations }) },
  };
}

function placeOf({ commit, name, key }: CheckWish): string {
  return JSON.stringify([commit, name, key]);
}
