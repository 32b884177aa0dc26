import { type Probot, ProbotOctokit } from 'probot';
import { GithubFailure } from '../github/failure.ts';
import { readFailure } from '../github/read-failure.ts';
import { forgeLimits } from '../report/forge/forge-limits.ts';
import { listOf, mapOf, object, ShapeError, text } from '../store/codec/shape.ts';
import { eventName } from './webhook-event.ts';

/** What GitHub says of the App itself. */
export interface AppIdentity {
  /** Its name in addresses: `segue-pipelines`. */
  readonly slug: string;
  /** Under which name it writes: `segue-pipelines[bot]`. */
  readonly login: string;
  /** What it may do where it is installed, e.g. `checks: 'write'`. */
  readonly permissions: Readonly<Record<string, string>>;
  /** Of which it is told, besides those of its installations. */
  readonly events: readonly string[];
}

/** What the App may ask in its own name, by its private key. Everything throws `GithubFailure`. */
export interface AppAccess {
  identity(): Promise<AppIdentity>;
  /** Numbers of those that are not suspended. */
  installations(): Promise<readonly number[]>;
  /** A new token of an installation, good for an hour. */
  newToken(installation: number): Promise<string>;
}

/**
 * Octokit of Probot without its own waiting: how long to wait is decided by the queue. A function has the last word: Probot has options of its own
 * for this, by which a limit would be waited for, for an hour.
 */
export const PlainOctokit = ProbotOctokit.defaults((options: object) => ({
  ...options,
  throttle: { enabled: false },
  retry: { enabled: false },
}));

const identityShape = object({
  slug: text(100),
  permissions: mapOf(eventName, eventName, 200),
  events: listOf(eventName, 500),
});
const tokenShape = object({ token: text(10_000) });

export function appAccess(probot: Probot): AppAccess {
  return {
    identity: () =>
      asked(async () => {
        const { data } = await (await probot.auth()).request('GET /app');
        const { slug, permissions, events } = identityShape(data);
        return { slug, login: `${slug}[bot]`, permissions, events };
      }),
    installations: () =>
      asked(async () => {
        const octokit = await probot.auth();
        const all = await octokit.paginate('GET /app/installations', { per_page: forgeLimits.pageSize });
        return all.filter(({ suspended_at: suspended }) => (suspended ?? null) === null).map(({ id }) => id);
      }),
    newToken: (installation) =>
      asked(async () => {
        const octokit = await probot.auth();
        // Probot's own way asks api.github.com, whatever server the App is of.
        const { data } = await octokit.request('POST /app/installations/{installation_id}/access_tokens', {
          installation_id: installation,
        });
        return tokenShape(data).token;
      }),
  };
}

/** What a request in the name of the App throws is a `GithubFailure`. */
export async function asked<T>(asking: () => Promise<T>): Promise<T> {
  try {
    return await asking();
  } catch (error) {
    if (error instanceof ShapeError) throw new GithubFailure('faulty', `its answer: ${error.where}`);
    throw readFailure(error);
  }
}
