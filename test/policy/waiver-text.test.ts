import { expect, test } from 'vitest';
import { hasMarker, withMarker } from '../../src/github/marker.ts';
import type { Waiver } from '../../src/policy/waiver.ts';
import { readWaiver, waiverBody, waiverKey, waiverKeys } from '../../src/policy/waiver-text.ts';
import fc from '../support/seeded-fast-check.ts';

const commit = '9f8e7d6c5b4a39281706f5e4d3c2b1a098765432';

const waiver: Waiver = {
  ...{ code: 'SG871', pipeline: 'finance/close', login: 'ana' },
  ...{ reason: 'moves on Friday', commit, base: 'release/1.2' },
};

test('people read who lets what stand, at which commit, and why', () => {
  expect(waiverBody(waiver)).toMatchInlineSnapshot(`
    "**SG871** of \`finance/close\` may stand at \`9f8e7d6\` in \`release/1.2\`, says \`ana\`:

        moves on Friday

    The next push asks again, and so does another branch to merge into.
    <!-- segue-waiver {"code":"SG871","pipeline":"finance/close","login":"ana","reason":"moves on Friday","commit":"9f8e7d6c5b4a39281706f5e4d3c2b1a098765432","base":"release/1.2"} -->"
  `);
});

const waivers = fc.record(
  {
    code: fc.integer({ min: 850, max: 899 }).map((number) => `SG${number}`),
    pipeline: fc.constantFrom('daily', 'finance/close', 'Ünïcode/größe', 'a.b-c_d'),
    login: fc.constantFrom('ana', 'Ana-Maria', 'ana_acme', 'x'),
    reason: fc.oneof(
      fc.string({ minLength: 1, unit: 'binary' }),
      fc.constantFrom('--> <b>', '`@acme/data`', '</details>', '\\u003e', 'a -- b', '<!-- x -->'),
    ),
    commit: fc.constantFrom(commit, 'a'.repeat(64)),
    base: fc.constantFrom('main', 'release/1.2', 'größe', 'a-->b', '@acme/data', '<b>'),
  },
  { requiredKeys: ['code', 'login', 'reason', 'commit', 'base'] },
);

test('what is written is read again, whatever the reason holds, also with the ends of lines of a form', () => {
  fc.assert(
    fc.property(waivers, (given) => {
      fc.pre(/[^\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(given.reason));
      const body = waiverBody(given);
      const read = readWaiver(body);
      expect(read).toEqual({ ...given, reason: read?.reason });
      expect(read?.reason).not.toBe('');
      expect(readWaiver(`${body.replaceAll('\n', '\r\n')}\r\n`)).toEqual(read);
      expect(body.split('\n').at(-1)?.split('-->')).toHaveLength(2);
    }),
  );
});

test('of a body that was edited anywhere nothing is believed', () => {
  fc.assert(
    fc.property(waivers, fc.nat(), fc.constantFrom('', 'x', '"', '9'), (given, place, letter) => {
      fc.pre(/[^\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(given.reason));
      const body = waiverBody(given);
      const at = place % body.length;
      const edited = body.slice(0, at) + letter + body.slice(at + 1);
      fc.pre(edited.trim() !== body);
      const read = readWaiver(edited);
      expect(read === undefined || waiverBody(read) === edited.trim()).toBe(true);
      expect(read?.login ?? given.login).toBe(given.login);
    }),
  );
});

test.each<[string, (body: string) => string]>([
  ['another name in the record alone', (body) => body.replace('"login":"ana"', '"login":"eve"')],
  ['another branch in the record alone', (body) => body.replace('"base":"release', '"base":"main')],
  ['another commit in the record alone', (body) => body.replace('"commit":"9', '"commit":"8')],
  ['a key too many', (body) => body.replace('{"code"', '{"more":1,"code"')],
  ['the record without the words', (body) => body.slice(body.indexOf('<!--'))],
  ['words below the record', (body) => `${body}\nAnd more.`],
  ['no record', (body) => body.slice(0, body.indexOf('<!--'))],
  ['a record that is no JSON', (body) => body.replace('{', '')],
  ['a list', () => '<!-- segue-waiver [] -->'],
])('%s is no waiver', (_, edit) => {
  expect(readWaiver(edit(waiverBody(waiver)))).toBeUndefined();
});

test.each<[string, Partial<Waiver>]>([
  ['a login that is none', { login: 'ana` @eve' }],
  ['a code that is none', { code: 'SG8' }],
  ['a commit that is none', { commit: 'main' }],
  ['a pipeline that is none', { pipeline: '../x' }],
  ['no reason', { reason: ' \n' }],
  ['a branch that is none', { base: 'main` @eve' }],
  ['no branch', { base: '' }],
])('%s is not written down', (_, part) => {
  expect(() => waiverBody({ ...waiver, ...part })).toThrow(TypeError);
});

test('a reason that is long or has lines becomes one line that is not', () => {
  expect(readWaiver(waiverBody({ ...waiver, reason: `a\n\u202eb${'c'.repeat(900)}` }))?.reason).toBe(
    `a b${'c'.repeat(497)}`,
  );
});

test('the same waiver has the same key, which a marker can hold; others have others', () => {
  const key = waiverKey(waiver);
  expect(key.startsWith(waiverKeys(commit))).toBe(true);
  expect(waiverKey({ ...waiver, login: 'Ana', reason: 'another' })).toBe(key);
  const others = [
    { login: 'ben' },
    { pipeline: 'daily' },
    { code: 'SG872' },
    { commit: 'a'.repeat(40) },
    { base: 'main' },
  ];
  const { pipeline, ...ofAll } = waiver;
  const keys = [...others.map((part) => waiverKey({ ...waiver, ...part })), waiverKey(ofAll), key];
  expect(new Set(keys).size).toBe(keys.length);
  expect(hasMarker(key, withMarker(key, waiverBody(waiver)))).toBe(true);
});
