import { expect, test } from 'vitest';
import { MarkedOutput } from '../../src/process/marked-output.ts';
import fc from '../support/seeded-fast-check.ts';

test('gives everything but the marks, in order, wherever the chunks are cut', () => {
  const bytes = fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array));
  const confusing = fc.array(fc.oneof(bytes, fc.constantFrom(Buffer.from('\x1e'), Buffer.from('\x1esec'))), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(confusing, confusing, fc.infiniteStream(fc.integer({ min: 1, max: 9 })), (before, after, cuts) => {
      const mark = Buffer.from('\x1esecret1.');
      const second = Buffer.from('\x1esecret2.');
      const [head, tail] = [Buffer.concat(before), Buffer.concat(after)];
      fc.pre(!head.includes(mark) && !Buffer.concat([head, mark]).subarray(0, -1).includes(mark));
      fc.pre(!tail.includes(second) && !Buffer.concat([tail, second]).subarray(0, -1).includes(second));
      const given: Buffer[] = [];
      const marks: number[] = [];
      const output = new MarkedOutput(
        '\x1esecret',
        (chunk) => given.push(chunk),
        () => marks.push(Buffer.concat(given).length),
      );
      let rest = Buffer.concat([head, mark, tail, second, head]);
      while (rest.length > 0) {
        const cut = cuts.next().value ?? 1;
        output.push(rest.subarray(0, cut));
        rest = rest.subarray(cut);
      }
      const known = Buffer.concat(given);
      // Of what comes last the end may still turn out to be the beginning of a third mark.
      const all = Buffer.concat([head, tail, head]);
      expect(known.equals(all.subarray(0, known.length))).toBe(true);
      expect(all.length - known.length).toBeLessThan('\x1esecret3.'.length);
      expect(marks).toEqual([head.length, head.length + tail.length]);
      expect(output.marks).toBe(2);
    }),
  );
});

test('gives at once what cannot be the beginning of a mark', () => {
  const given: string[] = [];
  const output = new MarkedOutput(
    '\x1emark',
    (chunk) => given.push(chunk.toString()),
    () => {},
  );
  output.push(Buffer.from('progress 10%\r'));
  output.push(Buffer.from('a\x1ema'));
  expect(given).toEqual(['progress 10%\r', 'a']);
  output.push(Buffer.from('p'));
  expect(given).toEqual(['progress 10%\r', 'a', '\x1emap']);
});
