import type { CommentPlace, CommentWish, Ensured } from '../report/forge/forge.ts';
import { forgeLimits } from '../report/forge/forge-limits.ts';
import type { Visit } from './client.ts';
import { createOnce } from './create-once.ts';
import { unlessGone } from './failure.ts';
import { hasMarker, sameText, withMarker } from './marker.ts';
import type { OwnLogin } from './own-login.ts';

interface Comment {
  readonly id: number | bigint;
  readonly html_url: string;
  readonly issue_url: string;
  readonly body?: string | undefined;
  readonly user: { readonly login: string } | null;
}

/** The comment of this marker that is ours, as it is wished: edited in place if there is one. */
export async function ensureComment(visit: Visit, own: OwnLogin, wish: CommentWish): Promise<Ensured> {
  const body = withMarker(wish.key, wish.body);
  const known = await byId(visit, own, wish);
  const isSure = known !== undefined && wish.mayBeTwice !== true;
  const existing = isSure ? known : await search(visit, own, wish);
  if (existing !== undefined) return update(visit, existing, body);
  const another = await firstOfOthers(visit, own, wish);
  if (another !== undefined) return unchanged(another);
  const { thing, isOnly } = await createOnce(
    visit,
    () => create(visit, wish, body),
    () => search(visit, own, wish),
  );
  own.learn(thing.user?.login);
  const first = await firstOfOthers(visit, own, wish);
  if (first !== undefined && Number(first.id) < Number(thing.id)) {
    await remove(visit, thing);
    return unchanged(first);
  }
  const twice = isOnly ? {} : { mayBeTwice: true as const };
  return { kind: 'created', id: Number(thing.id), url: thing.html_url, ...twice };
}

/** Whether there is one of this key, by us or by another program. */
export async function hasReply(visit: Visit, own: OwnLogin, { issue, key }: CommentPlace): Promise<boolean> {
  const login = await own.ask(visit);
  const all = await commentsOn(visit, issue);
  return all.some(({ user, body }) => (user?.login === login || isProgram(user)) && hasMarker(key, body));
}

/** The comment of this marker that is ours goes, with those that a lost answer left behind. */
export async function removeComment(
  visit: Visit,
  own: OwnLogin,
  place: CommentPlace,
): Promise<{ readonly kind: 'removed' | 'unchanged' }> {
  const known = (await byId(visit, own, place)) ?? (await search(visit, own, place));
  if (known === undefined) return { kind: 'unchanged' };
  await remove(visit, known);
  return { kind: 'removed' };
}

/** The one that an earlier call answered. The id comes from a state that others can write: it has to be ours all the same. */
async function byId(visit: Visit, own: OwnLogin, { id, issue, key }: CommentPlace): Promise<Comment | undefined> {
  if (id === undefined) return undefined;
  const { github, at } = visit;
  const found = await unlessGone(
    github.request('GET /repos/{owner}/{repo}/issues/comments/{comment_id}', { ...at, comment_id: id }),
  );
  if (found?.data.issue_url.endsWith(`/issues/${issue}`) !== true) return undefined;
  return isOurs(found.data, await own.ask(visit), key) ? found.data : undefined;
}

/** What we have written on an issue or pull request, on all pages, the oldest first. */
export async function commentsByUs(visit: Visit, own: OwnLogin, issue: number) {
  const login = await own.ask(visit);
  return (await commentsOn(visit, issue)).filter(({ user }) => user?.login === login);
}

/** On all pages, the oldest first. */
async function commentsOn({ github, at }: Visit, issue: number) {
  const all = await github.paginate('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
    ...at,
    issue_number: issue,
    per_page: forgeLimits.pageSize,
  });
  return all.sort((one, other) => Number(one.id) - Number(other.id));
}

/** The oldest of this key that another program has written, if that is as good; people write what they like, also markers. */
async function firstOfOthers(visit: Visit, own: OwnLogin, wish: CommentWish): Promise<Comment | undefined> {
  if (wish.orAnothers !== true) return undefined;
  const login = await own.ask(visit);
  const all = await commentsOn(visit, wish.issue);
  const isAnothers = ({ user, body }: Comment) => user?.login !== login && isProgram(user) && hasMarker(wish.key, body);
  return all.find(isAnothers);
}

function isProgram(user: Comment['user']): boolean {
  return user?.login.endsWith('[bot]') === true;
}

function unchanged({ id, html_url: url }: Comment) {
  return { kind: 'unchanged', id: Number(id), url } as const;
}

/** The oldest of ours on all pages. Later ones are what a lost answer left behind: they say the same, and go. */
async function search(visit: Visit, own: OwnLogin, { issue, key }: CommentPlace): Promise<Comment | undefined> {
  const ours = (await commentsByUs(visit, own, issue)).filter(({ body }) => hasMarker(key, body));
  for (const other of ours.slice(1)) await remove(visit, other);
  return ours[0];
}

async function remove({ github, at }: Visit, { id }: Comment): Promise<void> {
  const route = 'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}';
  await unlessGone(github.request(route, { ...at, comment_id: Number(id) }));
}

function isOurs({ user, body }: Comment, login: string, key: string): boolean {
  return user?.login === login && hasMarker(key, body);
}

async function create({ github, at }: Visit, { issue }: CommentWish, body: string): Promise<Comment> {
  const route = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments';
  const { data } = await github.request(route, { ...at, issue_number: issue, body });
  return data;
}

async function update({ github, at }: Visit, comment: Comment, body: string): Promise<Ensured> {
  const done = unchanged(comment);
  if (sameText(comment.body, body)) return done;
  const route = 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}';
  await github.request(route, { ...at, comment_id: Number(comment.id), body });
  return { ...done, kind: 'updated' };
}
