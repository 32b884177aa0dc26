import type { CommandForge, DispatchWish, ReactionWish } from '../report/forge/forge.ts';
import { forgeLimits } from '../report/forge/forge-limits.ts';
import type { Visit } from './client.ts';
import { createOnce } from './create-once.ts';
import { GithubFailure, unlessGone } from './failure.ts';
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

/**
 * Asks which run that starts, too. A server that does not know the question refuses it, and has started nothing then: it is
 * asked again without.
 */
export async function dispatch(visit: Visit, wish: DispatchWish): Promise<Answer<'dispatch'>> {
  try {
    return await start(visit, wish, { return_run_details: true });
  } catch (error) {
    const isStrange = error instanceof GithubFailure && error.status === 422 && error.message.includes(detailsKey);
    if (isStrange) return start(visit, wish, {});
    throw error;
  }
}

const detailsKey = 'return_run_details';

async function start(
  { github, at }: Visit,
  { workflow, branch, inputs }: DispatchWish,
  more: { readonly return_run_details?: true },
): Promise<Answer<'dispatch'>> {
  const route = 'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches';
  const { data } = await github.request(route, { ...at, workflow_id: workflow, ref: branch, inputs, ...more });
  const { workflow_run_id: id, html_url: url } = (data ?? {}) as StartedRun;
  return { kind: 'done', ...(id === undefined || url === undefined ? {} : { started: { id, url } }) };
}

/** GitHub's answer; octokit's types do not have it yet. */
interface StartedRun {
  readonly workflow_run_id?: number;
  readonly html_url?: string;
}

export async function workflowRun({ github, at }: Visit, id: number): Promise<Answer<'workflowRun'>> {
  const { data } = await github.request('GET /repos/{owner}/{repo}/actions/runs/{run_id}', { ...at, run_id: id });
  const { status, conclusion } = data;
  return {
    kind: 'known',
    hasEnded: status === 'completed',
    ...(conclusion === null ? {} : { conclusion }),
  };
}
