import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../architecture/source-files.ts';

export interface WebhookExample {
  /** As in `X-GitHub-Event`. */
  readonly name: string;
  /** Which server it is of, e.g. `ghes-35`. */
  readonly server: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

interface Definition {
  readonly name: string;
  readonly examples: readonly Readonly<Record<string, unknown>>[];
}

const folder = join(root, 'node_modules/@octokit/webhooks-examples');

/** Every payload that GitHub's users have collected, of github.com and of each GitHub Enterprise Server. */
export function webhookExamples(): readonly WebhookExample[] {
  const servers = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return servers.flatMap(({ name: server }) => {
    const definitions: readonly Definition[] = JSON.parse(readFileSync(join(folder, server, 'index.json'), 'utf8'));
    return definitions.flatMap(({ name, examples }) => examples.map((payload) => ({ name, server, payload })));
  });
}

/** As GitHub sends it to an App that is installed. */
export function installed({ payload, ...example }: WebhookExample): WebhookExample {
  return { ...example, payload: { ...payload, installation: { id: 7 } } };
}
