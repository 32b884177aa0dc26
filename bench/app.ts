import { execFileSync, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { appEvents, appPermissions } from '../src/bot/app-manifest.ts';
import { openStandIn } from '../test/support/github-open.ts';
import type { StandIn } from '../test/support/github-server.ts';
import { makeRepository } from './bench-repository.ts';
import { validatedPipelines } from './validated-pipelines.ts';

// How long it is from a webhook to the check run of a pull request, in milliseconds, as a list in JSON. Arguments: an empty folder, the file
// of the app, how many pull requests. One after the other, in a repository of 100 pipelines; the first, which nobody waits for
// as the app has just started, does not count.
const [folder = '.', app = '', many = '5'] = process.argv.slice(2);
const secret = 'a secret of the benchmark';
const seed = { slug: 'segue-pipelines', id: 12, permissions: appPermissions, events: appEvents() };
const files = validatedPipelines(100);
const [path = '', text = ''] = Object.entries(files)[0] ?? [];

const people = join(folder, 'people');
makeRepository(people, files);
const git = (...args: string[]) => execFileSync('git', args, { cwd: people, encoding: 'utf8' });
git('branch', '-M', 'main');
const { github, close } = await openStandIn(folder, { repository: { git }, people: ['ana'], apps: [seed] });
const { child, url } = await startApp();
const waits: number[] = [];
for (let index = 0; index <= Number(many); index += 1) waits.push(await timeToCheck(url, index));
process.stdout.write(JSON.stringify(waits.slice(1)));
child.kill('SIGKILL');
await close();

async function startApp() {
  const started = spawn(process.execPath, [app], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      APP_ID: String(seed.id),
      PRIVATE_KEY: github.keys[seed.slug],
      WEBHOOK_SECRET: secret,
      GHE_HOST: new URL(github.url).host,
      GHE_PROTOCOL: 'http',
      HOST: '127.0.0.1',
      PORT: '0',
    },
  });
  const lines = createInterface({ input: started.stdout });
  const at = await new Promise<string>((resolve) => {
    let said = '';
    lines.on('line', (line) => {
      const { what, url: listening } = JSON.parse(line);
      if (what === 'listening') said = listening;
      if (what === 'looked around') resolve(said);
    });
  });
  return { child: started, url: at };
}

async function timeToCheck(at: string, index: number): Promise<number> {
  const changed = { [path]: text.replace('echo', `echo ${index}`).replace('retries: 1', `retries: ${index + 2}`) };
  const pull = await github.openPull({ author: 'ana', head: `change-${index}`, files: changed });
  const head = await pull.head();
  github.takeLines();
  const began = performance.now();
  await sendWebhook(at, pull.number);
  while (!isChecked(github, head)) await new Promise((resolve) => setTimeout(resolve, 2));
  return performance.now() - began;
}

function isChecked(at: StandIn, head: string): boolean {
  return at.requests().some(({ method, path: asked, body, status }) => {
    if (!/\/check-runs(?:\/\d+)?$/.test(asked) || status >= 300 || status === 0) return false;
    const sent = body as { readonly head_sha?: string; readonly status?: string } | undefined;
    return sent?.status === 'completed' && (method === 'PATCH' || sent.head_sha === head);
  });
}

async function sendWebhook(at: string, number: number): Promise<void> {
  const repository = { name: 'data', owner: { login: 'acme' }, default_branch: 'main' };
  const event = { action: 'opened', installation: { id: seed.id * 10 }, repository, pull_request: { number } };
  const body = JSON.stringify(event);
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  const headers = {
    'content-type': 'application/json',
    'x-github-delivery': `delivery-${number}`,
    'x-github-event': 'pull_request',
    'x-hub-signature-256': `sha256=${signature}`,
  };
  const { status } = await fetch(`${at}/api/github/webhooks`, { method: 'POST', body, headers });
  if (status !== 200) throw new Error(`the webhook was answered by ${status}`);
}
