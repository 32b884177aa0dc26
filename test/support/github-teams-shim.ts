import { type Incoming, page, type Reply, refusal } from './github-exchange.ts';

/** Teams of the organization: only an App that may read its members sees them, and people do. */
export class TeamsShim {
  readonly #base: string;
  /** Logins by a team's short name. */
  readonly members = new Map<string, readonly string[]>();

  constructor(base: string) {
    this.#base = base;
  }

  /** Undefined for what is not about teams. */
  reply(incoming: Incoming): Reply | undefined {
    const team = /^\/orgs\/[^/]+\/teams\/(?<team>[^/]+)\/members$/.exec(incoming.path)?.groups?.team;
    if (team === undefined || incoming.method !== 'GET') return undefined;
    const { slug, grants } = incoming.who;
    if (slug !== undefined && grants.members === undefined)
      return refusal(403, 'Resource not accessible by integration');
    const members = this.members.get(team);
    if (members === undefined) return refusal(404, 'Not Found');
    return page(
      incoming,
      this.#base,
      members.map((login) => ({ login, type: 'User' })),
    );
  }
}
