import { readFileSync } from 'node:fs';
import { Problem } from '../diagnostic/problem.ts';
import type { Variables } from '../process/environment.ts';
import { type BotOptions, defaultWebhookPath, publicApi } from './bot-options.ts';
import { readKey } from './private-key.ts';

/** What Probot takes where it is given none: everybody knows it, so everybody could sign. */
const knownSecret = 'development';
/** Shorter ones are found by trying; GitHub makes 40 characters. */
const shortestSecret = 16;

/** Where the program listens. */
export interface Address {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
}

/**
 * The variables that Probot knows, too: `APP_ID`, `PRIVATE_KEY` or `PRIVATE_KEY_PATH`, `WEBHOOK_SECRET`, `WEBHOOK_PATH`, `GHE_HOST`,
 * `GHE_PROTOCOL`.
 *
 * @throws {Problem} SG970 without a secret that is one, SG971 without an App's id and key, or with addresses that are none.
 */
export function readBotOptions(variables: Variables): BotOptions {
  return checkedOptions({
    appId: variables.APP_ID ?? '',
    privateKey: keyOf(variables),
    secret: variables.WEBHOOK_SECRET ?? '',
    apiUrl: apiOf(variables),
    webhookPath: variables.WEBHOOK_PATH ?? defaultWebhookPath,
  });
}

/** @throws {Problem} SG973 */
export function readAddress({ HOST: host = '0.0.0.0', PORT: port = '3000' }: Variables): Address {
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new Problem('SG973', `PORT is no port: ${JSON.stringify(port)}.`, 'Give a number up to 65535.', 2);
  }
  return { host, port: Number(port) };
}

/** What somebody gives in place of variables. */
export interface GivenOptions extends Partial<Omit<BotOptions, 'appId'>> {
  readonly appId: number | string;
  readonly privateKey: string;
  readonly secret: string;
}

/** @throws {Problem} SG970, SG971 */
export function checkedOptions(given: GivenOptions): BotOptions {
  const { secret, apiUrl = publicApi, webhookPath = defaultWebhookPath } = given;
  checkSecret(secret);
  const appId = Number(given.appId);
  if (!Number.isSafeInteger(appId) || appId < 1) throw noApp(whyNoId(String(given.appId)));
  if (!webhookPath.startsWith('/')) throw notSo(`WEBHOOK_PATH does not begin with /: ${JSON.stringify(webhookPath)}.`);
  if (!isHttp(apiUrl))
    throw notSo(`The API of the server has no address that begins with https://: ${JSON.stringify(apiUrl)}.`);
  return {
    appId,
    privateKey: checkedKey(given.privateKey),
    secret,
    apiUrl: apiUrl.replace(/\/+$/, ''),
    webhookPath: webhookPath.replace(/(?<=.)\/+$/, ''),
  };
}

function isHttp(url: string): boolean {
  return /^https?:\/\//.test(url) && URL.canParse(url);
}

function checkSecret(secret: string): void {
  if (secret.length >= shortestSecret && secret !== knownSecret) return;
  const what = secret === '' ? 'is missing' : secret === knownSecret ? 'is one that everybody knows' : 'is too short';
  throw new Problem(
    'SG970',
    `WEBHOOK_SECRET ${what}: anybody could send webhooks in GitHub’s name.`,
    `Take ${shortestSecret} characters or more, e.g. from openssl rand -hex 20, and enter the same in the settings of the App.`,
    2,
  );
}

function keyOf({ PRIVATE_KEY: key = '', PRIVATE_KEY_PATH: path = '' }: Variables): string {
  if (key !== '' || path === '') return key;
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw noApp(`PRIVATE_KEY_PATH cannot be read: ${error instanceof Error ? error.message : error}.`);
  }
}

function checkedKey(given: string): string {
  if (given === '') throw noApp('The private key is missing.');
  const key = readKey(given);
  if ('wrong' in key) throw noApp(`The private key cannot be used: ${key.wrong}.`);
  return key.pem;
}

/** People take the other id that stands beside it. */
function whyNoId(given: string): string {
  if (given === '') return 'APP_ID is missing.';
  return `APP_ID is no number: ${JSON.stringify(given)}. It is the “App ID”, not the “Client ID”.`;
}

function apiOf({ GHE_HOST: host = '', GHE_PROTOCOL: protocol = 'https' }: Variables): string {
  if (host === '') return publicApi;
  if (!/^[\w.-]+(?::\d+)?$/.test(host))
    throw notSo(`GHE_HOST is more than the name of a server: ${JSON.stringify(host)}.`);
  return `${protocol}://${host}/api/v3`;
}

function notSo(what: string): Problem {
  return new Problem(
    'SG971',
    what,
    'Give e.g. GHE_HOST=git.acme.example, GHE_PROTOCOL=https, WEBHOOK_PATH=/webhooks.',
    2,
  );
}

function noApp(what: string): Problem {
  return new Problem(
    'SG971',
    what,
    'The settings of the App on GitHub show its id and make a key: give them as APP_ID, and as PRIVATE_KEY_PATH or PRIVATE_KEY.',
    2,
  );
}
