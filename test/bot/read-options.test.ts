import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readAddress, readBotOptions } from '../../src/bot/read-options.ts';
import { scratchFolder } from '../support/scratch-repository.ts';

const { privateKey: key } = generateKeyPairSync('rsa', {
  modulusLength: 2_048,
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const secret = 'a3f1a3f1a3f1a3f1a3f1a3f1a3f1a3f1a3f1a3f1';
const whole = { APP_ID: '12', PRIVATE_KEY: key, WEBHOOK_SECRET: secret };

test('what is not said is as Probot and GitHub have it', () => {
  expect(readBotOptions(whole)).toEqual({
    appId: 12,
    privateKey: key,
    secret,
    apiUrl: 'https://api.github.com',
    webhookPath: '/api/github/webhooks',
  });
  expect(readAddress({})).toEqual({ host: '0.0.0.0', port: 3000 });
});

test('GitHub Enterprise Server', () => {
  expect(readBotOptions({ ...whole, GHE_HOST: 'git.acme.example' }).apiUrl).toBe('https://git.acme.example/api/v3');
});

test('the key may come in other forms, and in a file', () => {
  const path = join(scratchFolder(), 'app.pem');
  writeFileSync(path, key);
  const forms = [
    { PRIVATE_KEY: key.replaceAll('\n', '\\n') },
    { PRIVATE_KEY: Buffer.from(key).toString('base64') },
    { PRIVATE_KEY: '', PRIVATE_KEY_PATH: path },
  ];
  for (const form of forms) expect(readBotOptions({ ...whole, ...form }).privateKey).toBe(key);
});

describe('it does not start', () => {
  test.each([
    [{ WEBHOOK_SECRET: '' }, 'SG970', 'WEBHOOK_SECRET is missing: anybody could send webhooks in GitHub’s name.'],
    [{ WEBHOOK_SECRET: 'development' }, 'SG970', 'one that everybody knows'],
    [{ WEBHOOK_SECRET: 'hunter2' }, 'SG970', 'too short'],
    [{ APP_ID: '' }, 'SG971', 'APP_ID is missing'],
    [{ APP_ID: 'segue' }, 'SG971', 'APP_ID is missing, or is no number'],
    [{ PRIVATE_KEY: '' }, 'SG971', 'private key is missing'],
    [{ PRIVATE_KEY: key.slice(0, 200) }, 'SG971', 'private key is none'],
    [{ PRIVATE_KEY: '', PRIVATE_KEY_PATH: '/nowhere/app.pem' }, 'SG971', 'ENOENT'],
    [{ GHE_HOST: 'https://git.acme.example' }, 'SG971', 'more than the name of a server'],
    [{ GHE_HOST: 'git.acme.example/api' }, 'SG971', 'more than the name of a server'],
    [{ GHE_HOST: 'git.acme.example', GHE_PROTOCOL: 'ftp' }, 'SG971', 'no address that begins with https://'],
    [{ WEBHOOK_PATH: 'webhooks' }, 'SG971', 'WEBHOOK_PATH does not begin with /'],
  ])('with %o', (variables, code, message) => {
    const reading = () => readBotOptions({ ...whole, ...variables });
    expect(reading).toThrow(expect.objectContaining({ code, exitCode: 2 }));
    expect(reading).toThrow(message);
  });

  test('and nothing of a broken key is told', () => {
    const broken = key.slice(0, 200);
    try {
      readBotOptions({ ...whole, PRIVATE_KEY: broken });
    } catch (error) {
      expect(String(error)).not.toContain(broken.slice(40, 60));
    }
    expect.assertions(1);
  });

  test.each(['', 'http', '-1', '65536', '8080 '])('at the port %j', (PORT) => {
    expect(() => readAddress({ PORT })).toThrow(expect.objectContaining({ code: 'SG973' }));
  });
});
