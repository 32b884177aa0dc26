import { createPublicKey, randomUUID, verify } from 'node:crypto';
import type { Emulator } from './github-emulator.ts';
import { type Incoming, type Reply, refusal } from './github-exchange.ts';

/** A webhook that GitHub has sent to the App, or tried to. */
export interface Sent {
  readonly event: string;
  readonly payload: object;
  /** The same each time that it is sent; else one of its own. */
  readonly guid?: string;
  /** What the App has answered; 502 if nothing, as GitHub says it. */
  readonly status?: number;
  /** Milliseconds since the epoch; now unless it says so. */
  readonly at?: number;
}

interface Kept extends Required<Sent> {
  readonly id: bigint;
  readonly isAgain: boolean;
}

/** As large as GitHub's are. */
const firstId = 1_000_000_000_000_000_000n;

/** GitHub's list of what it has sent to an App, the newest first, for who signs as the App. */
export class DeliveriesShim {
  readonly #emulator: Emulator;
  readonly #base: string;
  readonly #sent: Kept[] = [];

  constructor(emulator: Emulator, base: string) {
    this.#emulator = emulator;
    this.#base = base;
  }

  /** GitHub has sent it, to whomever. Gives its guid. */
  add({ event, payload, guid = randomUUID(), status = 502, at = Date.now() }: Sent): string {
    const isAgain = this.#sent.some((each) => each.guid === guid);
    this.#sent.push({ id: firstId + BigInt(this.#sent.length), event, payload, guid, status, at, isAgain });
    this.#sent.sort((a, b) => a.at - b.at || Number(a.id - b.id));
    return guid;
  }

  /** Undefined for what is about none of them. */
  reply(incoming: Incoming): Reply | undefined {
    const rest = /^\/app\/hook\/deliveries(?:\/(?<id>\d+))?$/.exec(incoming.path)?.groups;
    if (incoming.method !== 'GET' || rest === undefined) return undefined;
    if (!this.#isSigned(incoming)) return refusal(401, 'A JSON web token could not be decoded');
    return rest.id === undefined ? this.#list(incoming) : this.#one(BigInt(rest.id));
  }

  #list({ path, query }: Incoming): Reply {
    const size = Math.min(100, Number(query.get('per_page') ?? 30));
    const all = this.#sent.toReversed();
    const cursor = query.get('cursor');
    const from = cursor === null ? 0 : all.findIndex(({ id }) => `v1_${id}` === cursor);
    if (from < 0) return refusal(422, 'Invalid cursor');
    const next = all[from + size];
    const link = `<${this.#base}${path}?per_page=${size}&cursor=v1_${next?.id}>; rel="next"`;
    const body = all.slice(from, from + size).map(shown);
    return { status: 200, headers: next === undefined ? {} : { link }, body };
  }

  #one(id: bigint): Reply {
    const found = this.#sent.find((each) => each.id === id);
    if (found === undefined) return refusal(404, 'Not Found');
    const request = { headers: { 'X-GitHub-Event': found.event }, payload: found.payload };
    return { status: 200, body: { ...shown(found), request, response: { headers: {}, payload: null } } };
  }

  #isSigned({ who: { slug = '', emulatorToken } }: Incoming): boolean {
    const key = this.#emulator.keys[slug];
    const [head, claims, signature] = emulatorToken.split('.');
    if (key === undefined || signature === undefined) return false;
    const signed = Buffer.from(`${head}.${claims}`);
    return verify('sha256', signed, createPublicKey(key), Buffer.from(signature, 'base64url'));
  }
}

function shown({ id, guid, event, payload, status, at, isAgain }: Kept): object {
  const { action = null } = payload as { readonly action?: string };
  return {
    id: rawNumber(id),
    guid,
    delivered_at: new Date(at).toISOString(),
    redelivery: isAgain,
    duration: 0.1,
    status: status === 200 ? 'OK' : `Invalid HTTP Response: ${status}`,
    status_code: status,
    event,
    action,
    installation_id: 1,
    repository_id: 1,
  };
}

/** Beyond 2^53, as JSON has it and JavaScript does not. */
function rawNumber(value: bigint): unknown {
  return (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(String(value));
}
