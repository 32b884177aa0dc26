import { describe, expect, test } from 'vitest';
import { findSecrets, isSecretName, looksRandom, redact } from '../../src/validate/secret-shapes.ts';
import fc from '../support/seeded-fast-check.ts';

/** Put together here, so that this file itself holds no token. */
const letters = 'aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hJ6kL9nP2rS5uV8xA1cD4fG7iK0lM3o';
const tokens: readonly (readonly [string, string])[] = [
  ['an AWS access key id', `AKIA${'IOSFODNN7EXAMPLE'.replaceAll(/[0189]/g, '2')}`],
  ['a GitHub token', `ghp_${letters.slice(0, 36)}`],
  ['a GitHub token', `github_pat_${letters.slice(0, 22)}_${letters.slice(0, 59)}`],
  ['a GitLab token', `glpat-${letters.slice(0, 20)}`],
  ['a Slack token', `xoxb-${'123456789012'}-${letters.slice(0, 24)}`],
  ['a Slack webhook', `https://hooks.slack.com/services/T0000000A/B0000000A/${letters.slice(0, 24)}`],
  ['a Stripe key', `sk_live_${letters.slice(0, 24)}`],
  ['a Google API key', `AIza${letters.slice(0, 35)}`],
  ['an npm token', `npm_${letters.slice(0, 36)}`],
  ['an OpenAI or Anthropic key', `sk-ant-${letters.slice(0, 40)}`],
  ['a private key', `-----BEGIN RSA ${'PRIVATE'} KEY-----`],
  ['a private key', `-----BEGIN ${'PRIVATE'} KEY-----`],
  ['a JSON Web Token', `eyJ${letters.slice(0, 20)}.eyJ${letters.slice(0, 30)}.${letters.slice(0, 40)}`],
  ['a password in an address', `postgres://me:${'hunter22'}@db.example.com/x`],
];

describe('secrets by their form', () => {
  test.each(tokens)('finds %s', (name, token) => {
    const text = `before "${token}" after`;
    const [first] = findSecrets(text);
    expect(first?.name).toBe(name);
    expect(token).toContain(text.slice(first?.start, first?.end).slice(0, 20));
  });

  test.each([
    'postgres://me:$PASSWORD@db.example.com/x',
    `postgres://me:$\{PASSWORD}@db.example.com/x`,
    `postgres://me:$\{{ vars.password }}@db.example.com/x`,
    'https://example.com:8443/path@v2',
    'docker run ghcr.io/acme/etl:1.2@sha256:abc',
    'AKIA is a prefix',
    'ghp_short',
  ])('passes over %s', (text) => {
    expect(findSecrets(text)).toEqual([]);
  });

  test('is linear on texts that nearly match', () => {
    const parts = [
      'eyJ'.repeat(200_000),
      'xoxb'.repeat(100_000),
      'a://b:'.repeat(80_000),
      '-----BEGIN '.repeat(40_000),
    ];
    for (const part of parts) expect(findSecrets(part)).toEqual([]);
  });
});

describe('secrets by the name of their variable', () => {
  test.each(['CRM_TOKEN', 'DB_PASSWORD', 'API_KEY', 'STRIPE_SECRET', 'token'])('%s is such a name', (name) => {
    expect(isSecretName(name)).toBe(true);
  });

  test.each(['TOKENIZER', 'PASSWORD_FILE', 'KEYBOARD', 'MONKEY'])('%s is none', (name) => {
    expect(isSecretName(name)).toBe(false);
  });

  test.each(['9f86d081884c7d659a2feaa0c55ad015', 'aB3$dE6gH9jK2m'.replace('$', '')])('%s looks random', (value) => {
    expect(looksRandom(value)).toBe(true);
  });

  test.each([
    'changeme',
    'not-a-secret-at-all',
    '000000000000000',
    'https://example.com/token1',
    '$CRM_TOKEN_V2_VALUE',
  ])('%s does not', (value) => {
    expect(looksRandom(value)).toBe(false);
  });
});

test('a redacted secret shows at most four characters and a fifth of it', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (secret) => {
      const shown = redact(secret).slice(0, -1);
      expect(secret.startsWith(shown)).toBe(true);
      expect(shown.length).toBeLessThanOrEqual(Math.min(4, secret.length / 5));
    }),
  );
});
