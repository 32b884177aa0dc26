import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkedOptions, readAddress, readBotOptions } from '../../src/bot/read-options.ts';
import { scratchFolder } from '../support/scratch-repository.ts';

const pair = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const locked = { format: 'pem', cipher: 'aes-128-cbc', passphrase: 'x' } as const;
const key = pair.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
const publicKey = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const encrypted = pair.privateKey.export({ type: 'pkcs1', ...locked }).toString();
const encrypted8 = pair.privateKey.export({ type: 'pkcs8', ...locked }).toString();
const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .privateKey.export({ type: 'sec1', format: 'pem' })
  .toString();
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

test('where webhooks arrive is the same with a slash at its end', () => {
  expect(readBotOptions({ ...whole, WEBHOOK_PATH: '/hooks/segue/' }).webhookPath).toBe('/hooks/segue');
  expect(readBotOptions({ ...whole, WEBHOOK_PATH: '/' }).webhookPath).toBe('/');
});

test('GitHub Enterprise Server', () => {
  const given = { appId: 12, privateKey: key, secret, apiUrl: 'https://git.acme.example/api/v3/' };
  expect(checkedOptions(given).apiUrl).toBe('https://git.acme.example/api/v3');
  expect(readBotOptions({ ...whole, GHE_HOST: 'git.acme.example' }).apiUrl).toBe('https://git.acme.example/api/v3');
});

test('the key may come in other forms, and in a file', () => {
  const path = join(scratchFolder(), 'app.pem');
  writeFileSync(path, key);
  const forms = [
    { PRIVATE_KEY: key.replaceAll('\n', '\\n') },
    { PRIVATE_KEY: Buffer.from(key).toString('base64') },
    { PRIVATE_KEY: `"${key.replaceAll('\n', '\\n')}"` },
    { PRIVATE_KEY: key.replaceAll('\n', ' ') },
    { PRIVATE_KEY: key.replaceAll('\n', '\r\n') },
    { PRIVATE_KEY: key.replaceAll('\n', '\\r\\n') },
    { PRIVATE_KEY: `Bag Attributes\n${key}\n` },
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
    [{ APP_ID: 'Iv1.1a2b' }, 'SG971', 'APP_ID is no number: "Iv1.1a2b". It is the “App ID”'],
    [{ PRIVATE_KEY: '' }, 'SG971', 'private key is missing'],
    [{ PRIVATE_KEY: key.slice(0, 200) }, 'SG971', 'it has no line -----BEGIN'],
    [{ PRIVATE_KEY: key.slice(0, 200) + key.slice(400) }, 'SG971', 'a part of it is missing, or is damaged'],
    [{ PRIVATE_KEY: '/run/secrets/segue.pem' }, 'SG971', 'a file is given by PRIVATE_KEY_PATH'],
    [{ PRIVATE_KEY: publicKey }, 'SG971', 'it is a public key'],
    [{ PRIVATE_KEY: encrypted }, 'SG971', 'it is encrypted'],
    [{ PRIVATE_KEY: encrypted8 }, 'SG971', 'it is encrypted'],
    [{ PRIVATE_KEY: elliptic }, 'SG971', 'GitHub’s keys are of the kind rsa, this one is ec'],
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
