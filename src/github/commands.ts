import type { CommandForge, DispatchWish, ReactionWish } from '../report/forge.ts';
import { forgeLimits } from '../report/forge-limits.ts';
import type { Visit } from './client.ts';
import { createOnce } from './create-once.ts';
import { unlessGone } from './failure.ts';
import type { OwnLogin } from './own-login.ts';

type Answer<K extends keyof CommandForge> = Exclude<
  Awaited<ReturnType<CommandForge[K]>>,
  { readonly kind: 'refused' | 'unreachable' }
>;

/** Looks before it writes: after a lost answer GitHub would call our own reaction one that was there. */
export async function react(visit: Visit, own: OwnLogin, { comment, content }: ReactionWish): Promise<Answer<'react'>> {
  const { github, at } = visit;
  const login = await own.ask(visit);
  const where = { ...at, comment_id: comment, content };
  const look = async () => {
    const all = await github.paginate('GET /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions', {
      ...where,
      per_page: forgeLimits.pageSize,
    });
    return all.some(({ user }) => user?.login === login) ? true : undefined;
  };
  if (await look()) return { kind: 'unchanged' };
  const create = async () => {
    await github.request('POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions', where);
    return true as const;
  };
  await createOnce(visit, create, look);
  return { kind: 'created' };
}

/** GitHub tells `maintain` as `write` here, and `triage` as `read`. Whom it does not know may nothing. */
export async function permissionOf({ github, at }: Visit, login: string): Promise<Answer<'permissionOf'>> {
  const route = 'GET /repos/{owner}/{repo}/collaborators/{username}/permission';
  const found = await unlessGone(github.request(route, { ...at, username: login }));
  const mayWrite = found?.data.permission === 'admin' || found?.data.permission === 'write';
  return { kind: 'known', permission: mayWrite ? 'write' : 'less' };
}

export async function dispatch({ github, at }: Visit, wish: DispatchWish): Promise<Answer<'dispatch'>> {
  const route = 'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches';
  await github.request(route, { ...at, workflow_id: wish.workflow, ref: wish.branch, inputs: wish.inputs });
  return { kind: 'done' };
}
