import { describe, expect, test } from 'vitest';
import { createMasker, type Masker, tooShortToMask } from '../../src/process/mask.ts';
import fc from '../support/seeded-fast-check.ts';

function throughChunks(masker: Masker, text: string | Buffer, cuts: readonly number[]): string {
  const stream = masker.stream();
  const bytes = Buffer.from(text);
  const bounds = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  const parts = [0, ...bounds].map((from, i) => stream.push(bytes.subarray(from, bounds[i] ?? bytes.length)));
  return Buffer.concat([...parts, stream.end()]).toString();
}

const encodings: readonly (readonly [string, (secret: string) => string])[] = [
  ['as it is', (secret) => secret],
  ['base64', (secret) => Buffer.from(secret).toString('base64')],
  ['base64 for URLs', (secret) => Buffer.from(secret).toString('base64url')],
  ['URL', (secret) => encodeURIComponent(secret)],
  ['a form', (secret) => new URLSearchParams({ '': secret }).toString().slice(1)],
  ['JSON', (secret) => JSON.stringify(secret).slice(1, -1)],
  ['hexadecimal', (secret) => Buffer.from(secret).toString('hex')],
  ['single quotes', (secret) => secret.replaceAll("'", "'\\''")],
  ['double quotes', (secret) => secret.replace(/["$`\\]/g, '\\$&')],
  [
    'HTML',
    (secret) =>
      secret
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;')
        .replaceAll("'", '&#39;'),
  ],
];

const secret = fc
  .oneof(fc.string({ minLength: 4, maxLength: 80 }), fc.string({ unit: 'grapheme', minLength: 4, maxLength: 40 }))
  .filter((text) => text.trim().length >= 4 && !text.includes('*'));

const cuts = fc.array(fc.nat(10_000), { maxLength: 12 });

describe('properties', () => {
  for (const [name, encode] of encodings) {
    test(`no secret survives in ${name}, wherever the chunks end`, () => {
      fc.assert(
        fc.property(
          fc.array(secret, { minLength: 1, maxLength: 4 }),
          fc.string(),
          fc.string(),
          cuts,
          (secrets, a, b, at) => {
            const masker = createMasker(Object.fromEntries(secrets.map((value, i) => [`S${i}`, value])));
            const text = secrets.map((value) => `${a}${encode(value)}${b}`).join('\n');
            const written = throughChunks(masker, text, at);
            for (const value of secrets) expect(written).not.toContain(encode(value));
            expect(masker.contains(text)).toBe(true);
          },
        ),
      );
    });
  }

  test('chunks make no difference', () => {
    const overlapping = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '\n'), minLength: 4, maxLength: 9 }), {
      minLength: 1,
    });
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 80 });
    fc.assert(
      fc.property(overlapping, text, cuts, (values, output, at) => {
        const masker = createMasker(Object.fromEntries(values.entries()));
        expect(throughChunks(masker, output, at)).toBe(masker.mask(output));
      }),
    );
  });

  test('output without a secret is not changed, byte for byte', () => {
    const masker = createMasker({ TOKEN: 'sesame-öffne-dich' });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), cuts, (bytes, at) => {
        expect(throughChunks(masker, Buffer.from(bytes), at)).toBe(Buffer.from(bytes).toString());
      }),
    );
  });

  test('base64 of a longer text hides a secret at every offset', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 9 }), fc.string({ maxLength: 9 }), cuts, (before, after, at) => {
        const masker = createMasker({ TOKEN: 'correct horse battery' });
        const text = Buffer.from(`${before}correct horse battery${after}`).toString('base64');
        const decoded = Buffer.from(throughChunks(masker, text, at).replaceAll('***', ''), 'base64').toString('latin1');
        expect(throughChunks(masker, text, at)).toContain('***');
        expect(decoded).not.toContain('orse');
      }),
    );
  });

  test('base64 that a tool broke into lines is masked, wherever they break', () => {
    const value = 'a-rather-long-secret-that-no-line-of-base64-holds-0123456789-0123456789';
    const masker = createMasker({ TOKEN: value });
    fc.assert(
      fc.property(
        fc.string({ maxLength: 90 }),
        fc.integer({ min: 20, max: 76 }),
        fc.constantFrom('\n', '\r\n'),
        (before, width, end) => {
          const encoded = Buffer.from(before + value).toString('base64');
          const wrapped = encoded.match(new RegExp(`.{1,${width}}`, 'g'))?.join(end) ?? '';
          const left = masker.mask(wrapped).replaceAll('***', '').replace(/\s/g, '');
          expect(left.length).toBeLessThanOrEqual(Math.ceil((Buffer.byteLength(before) * 4) / 3) + 8);
        },
      ),
    );
  });
});

test('of overlapping secrets nothing is left', () => {
  const masker = createMasker({ A: 'abcdef', B: 'defghi', C: 'abcd' });
  expect(masker.mask('-abcdefghi-abcd-abcdabcd-')).toBe('-***-***-******-');
});

test('each line of a secret of several lines is masked, and the whole', () => {
  const masker = createMasker({ KEY: 'first line\nxy\n  third line\r\n' });
  expect(masker.mask('> third line <')).toBe('> *** <');
  expect(masker.mask('first line')).toBe('***');
  expect(masker.mask('first line\nxy\nother')).toBe('***\nxy\nother');
  expect(masker.mask('first line\nxy\n  third line')).toBe('***');
});

test('a line is not held back for a secret that it cannot begin', () => {
  const stream = createMasker({ A: 'abcdef' }).stream();
  expect(stream.push(Buffer.from('done\n')).toString()).toBe('done\n');
  expect(stream.push(Buffer.from('xabc')).toString()).toBe('x');
  expect(stream.push(Buffer.from('d\n')).toString()).toBe('abcd\n');
});

test('too short values are refused by name, empty ones are none', () => {
  const secrets = { PIN: '123', EMPTY: '', A: 'ab' };
  expect(tooShortToMask(secrets)).toEqual(['A', 'PIN']);
  const masker = createMasker(secrets);
  expect(masker.mask('123 ab')).toBe('123 ab');
  expect(masker.contains('123')).toBe(false);
  const chunk = Buffer.from('same');
  expect(masker.stream().push(chunk)).toBe(chunk);
});

test('holding back is bounded: line ends after the start of a base64 form do not pile up', () => {
  const stream = createMasker({ TOKEN: 'correct horse battery' }).stream();
  const start = Buffer.from('correct').toString('base64').slice(0, 6);
  expect(stream.push(Buffer.from(`${start}\n\n\n\n\n`)).toString()).toBe(`${start}\n\n\n\n\n`);
});
