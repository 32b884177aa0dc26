import { spawn } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { appEvents, appPermissions } from '../../src/bot/app-manifest.ts';
import { root } from '../architecture/source-files.ts';
import type { StandIn } from './github-server.ts';
import { plainEnvironment } from './scratch-repository.ts';

/** As people start it: the sources, or, where that is known to be built from them, the bundle. */
export const realEntry = process.env.SEGUE_TEST_BUNDLE === '1' ? 'dist/bot/index.js' : 'src/bot/index.ts';
const quickEntry = 'test/support/bot-child.ts';

export const webhookSecret = 'a secret that only a test knows';
/** As `app.yml` has it. */
export const botApp = { slug: 'segue-pipelines', id: 12, permissions: appPermissions, events: appEvents() };
/** As emulate numbers it. */
export const botInstallation = botApp.id * 10;

export interface LogLine {
  readonly level: string;
  readonly what: string;
  readonly [field: string]: unknown;
}

/** The app as a process of its own. */
export interface BotProcess {
  readonly url: string;
  readonly log: readonly LogLine[];
  /** What was written besides the log. */
  errors(): string;
  /** The first line, of those after `since` of them, that fits; waits for it. */
  line(fits: (line: LogLine) => boolean, since?: number): Promise<LogLine>;
  /** Sends a webhook as GitHub does; the answer's status. */
  deliver(event: string, payload: object, how?: Delivery): Promise<number>;
  get(path: string): Promise<{ readonly status: number; readonly text: string }>;
  kill(signal: NodeJS.Signals): Promise<number | null>;
}

export interface Delivery {
  readonly id?: string;
  readonly secret?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the app is told to work with a stand-in. */
export function botVariables(github: StandIn): Readonly<Record<string, string>> {
  return {
    ...plainEnvironment,
    APP_ID: String(botApp.id),
    PRIVATE_KEY: github.keys[botApp.slug] ?? '',
    WEBHOOK_SECRET: webhookSecret,
    GHE_HOST: new URL(github.url).host,
    GHE_PROTOCOL: 'http',
    HOST: '127.0.0.1',
    PORT: '0',
  };
}

/** Starts it beside a stand-in and waits until it is ready. It ends with the test. */
export async function startBot(
  github: StandIn,
  entry = quickEntry,
  variables: Readonly<Record<string, string>> = {},
): Promise<BotProcess> {
  const child = spawn(process.execPath, [resolve(root, entry)], {
    env: { ...botVariables(github), LOG_LEVEL: 'debug', ...variables },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const log: LogLine[] = [];
  const waiting = new Set<() => void>();
  let errors = '';
  let ended = false;
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const wake = () => {
    for (const each of waiting) each();
  };
  createInterface({ input: child.stdout }).on('line', (text) => {
    log.push(JSON.parse(text));
    wake();
  });
  const closed = once(child, 'close').then(([code]) => {
    ended = true;
    wake();
    return code as number | null;
  });
  const line = (fits: (each: LogLine) => boolean, since = 0): Promise<LogLine> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = log.slice(since).find(fits);
        if (found === undefined && !ended) return;
        waiting.delete(look);
        if (found !== undefined) resolve(found);
        else reject(new Error(`the app has ended: ${errors}${log.map((each) => JSON.stringify(each)).join('\n')}`));
      };
      waiting.add(look);
      look();
    });
  const { url } = (await line(({ what }) => what === 'listening')) as LogLine & { readonly url: string };
  await line(({ what }) => what === 'looked around');
  return {
    url,
    log,
    errors: () => errors,
    line,
    deliver: async (event, payload, how = {}) => {
      const { id = randomUUID() } = how;
      const send = deliver(url, event, JSON.stringify(payload), { ...how, id });
      const isGithub = how.secret === undefined && how.headers === undefined;
      const keep = (status: number): unknown => isGithub && github.deliveries.add({ event, payload, guid: id, status });
      void send.then(keep, () => keep(502));
      return send;
    },
    get: async (path) => {
      const response = await fetch(`${url}${path}`);
      return { status: response.status, text: await response.text() };
    },
    kill: (signal) => {
      child.kill(signal);
      return closed;
    },
  };
}

/** As GitHub sends it. */
export async function deliver(url: string, event: string, body: string, how: Delivery = {}): Promise<number> {
  const { id = randomUUID(), secret = webhookSecret, headers } = how;
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  const response = await fetch(`${url}/api/github/webhooks`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'GitHub-Hookshot/044aadd',
      'x-github-delivery': id,
      'x-github-event': event,
      'x-hub-signature-256': `sha256=${signature}`,
      ...headers,
    },
  });
  await response.arrayBuffer();
  return response.status;
}

/** What every webhook of the stand-in's repository says of where it happened. */
export const place = {
  installation: { id: botInstallation },
  repository: { name: 'data', owner: { login: 'acme' }, default_branch: 'main' },
} as const;
