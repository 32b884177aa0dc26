import { GithubClient, type GithubOptions } from '../../src/github/client.ts';
import { type ForgeOptions, type GithubForge, githubForge } from '../../src/github/forge.ts';
import type { StandIn } from './github-server.ts';
import { ManualClock } from './manual-clock.ts';

/** Turns of the event loop in which nothing is asked or answered, before time passes. */
const idleTurns = 4;

export interface Visitor {
  readonly client: GithubClient;
  readonly forge: GithubForge;
  readonly clock: ManualClock;
  /** Lets time pass, from timer to timer, whenever no request is under way, until this is settled. */
  play<T>(asked: Promise<T>): Promise<T>;
}

/** A process that speaks with the stand-in, whose waiting takes no time. */
export function visitor(
  github: StandIn,
  options: Partial<GithubOptions> & { readonly forge?: ForgeOptions } = {},
): Visitor {
  const clock = new ManualClock('2026-03-02T05:00:00.000Z');
  let underWay = 0;
  const counted: typeof fetch = async (...request) => {
    underWay += 1;
    try {
      const response = await fetch(...request);
      const body = await response.arrayBuffer().catch(broken);
      const read = new Response([204, 304].includes(response.status) ? null : body, response);
      return Object.defineProperty(read, 'url', { value: response.url });
    } finally {
      underWay -= 1;
    }
  };
  const token = github.workflowToken();
  const { forge, ...more } = options;
  const base = { token, repository: github.repository, apiUrl: github.url, version: '1.2.3', clock, fetch: counted };
  const client = new GithubClient({ ...base, ...more });
  const play = <T>(asked: Promise<T>): Promise<T> => played(clock, () => underWay > 0, asked);
  return { client, forge: githubForge(client, forge), clock, play };
}

async function played<T>(clock: ManualClock, busy: () => boolean, asked: Promise<T>): Promise<T> {
  let over = false;
  asked.finally(() => (over = true)).catch(() => undefined);
  for (let idle = 0; !over; ) {
    await new Promise(setImmediate);
    idle = busy() ? 0 : idle + 1;
    if (idle < idleTurns || clock.nextIn === undefined) continue;
    clock.advance(clock.nextIn);
    idle = 0;
  }
  return asked;
}

/** A body that ends in the middle. */
function broken(error: unknown): ReadableStream {
  return new ReadableStream({ start: (controller) => controller.error(error) });
}
