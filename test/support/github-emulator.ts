import { createEmulator } from 'emulate';
import type { Incoming, Reply } from './github-exchange.ts';

export interface AppSeed {
  readonly slug: string;
  readonly id: number;
  readonly permissions: Readonly<Record<string, string>>;
  /** Of which it wants to be told. */
  readonly events?: readonly string[];
}

export interface EmulatorOptions {
  readonly owner: string;
  readonly name: string;
  /** Everyone who has an account. */
  readonly logins: readonly string[];
  readonly apps: readonly AppSeed[];
}

/** GitHub's memory of issues, comments, labels and check runs: `emulate`, behind a door of its own. */
export interface Emulator {
  readonly apps: readonly AppSeed[];
  /** RSA keys of the Apps, by slug. */
  readonly keys: Readonly<Record<string, string>>;
  forward(incoming: Pick<Incoming, 'method' | 'path' | 'query' | 'body' | 'who'>, base: string): Promise<Reply>;
  close(): Promise<void>;
}

/** What `forward` says for the owner of the repository, who may do everything. */
export function emulatorTokenOf(login: string): string {
  return `token-of-${login}`;
}

export async function startEmulator({ owner, name, logins, apps }: EmulatorOptions): Promise<Emulator> {
  const emulator = await createEmulator({
    service: 'github',
    port: 0,
    seed: {
      tokens: Object.fromEntries(logins.map((login) => [emulatorTokenOf(login), { login }])),
      github: {
        users: logins.map((login) => ({ login })),
        repos: [{ owner, name, auto_init: false }],
        apps: apps.map(({ slug, id, permissions, events = [] }) => ({
          slug,
          app_id: id,
          name: slug,
          permissions,
          events,
          installations: [{ installation_id: id * 10, account: owner }],
        })),
      },
    },
  });
  const keys = Object.fromEntries(emulator.generatedSecrets.map(({ label, value }) => [label, value]));
  return {
    apps,
    keys,
    forward: (incoming, base) => forward(emulator.url, base, incoming),
    close: () => emulator.close(),
  };
}

async function forward(
  url: string,
  base: string,
  { method, path, query, body, who }: Pick<Incoming, 'method' | 'path' | 'query' | 'body' | 'who'>,
): Promise<Reply> {
  const address = `${url}${path.split('/').map(encodeURIComponent).join('/')}?${query}`;
  const response = await fetch(address, {
    method,
    headers: { authorization: `Bearer ${who.emulatorToken}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = (await response.text()).replaceAll(url, base);
  const link = response.headers.get('link')?.replaceAll(url, base);
  return {
    status: response.status,
    headers: link === undefined ? {} : { link },
    ...(text === '' ? {} : { body: decorated(JSON.parse(text)) }),
  };
}

/** emulate takes every account for a person's. */
function decorated(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decorated);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, decorated(each)]);
  const copy = Object.fromEntries(entries);
  return typeof copy.login === 'string' && copy.login.endsWith('[bot]') ? { ...copy, type: 'Bot' } : copy;
}
