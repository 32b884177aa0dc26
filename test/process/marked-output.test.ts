import { expect, test } from 'vitest';
import { MarkedOutput } from '../../src/process/marked-output.ts';
import fc from '../support/seeded-fast-check.ts';

test('gives everything but the mark, in order, wherever the chunks are cut', () => {
  const bytes = fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array));
  const confusing = fc.array(fc.oneof(bytes, fc.constantFrom(Buffer.from('\x1e'), Buffer.from('\x1esec'))), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(confusing, confusing, fc.infiniteStream(fc.integer({ min: 1, max: 9 })), (before, after, cuts) => {
      const mark = Buffer.from('\x1esecret1.');
      const [head, tail] = [Buffer.concat(before), Buffer.concat(after)];
      fc.pre(!head.includes(mark) && !Buffer.concat([head, mark]).subarray(0, -1).includes(mark));
      const given: Buffer[] = [];
      let beforeMark = -1;
      const output = new MarkedOutput(
        (chunk) => given.push(chunk),
        () => {
          beforeMark = Buffer.concat(given).length;
        },
      );
      output.expect(mark);
      let rest = Buffer.concat([head, mark, tail]);
      while (rest.length > 0) {
        const cut = cuts.next().value ?? 1;
        output.push(rest.subarray(0, cut));
        rest = rest.subarray(cut);
      }
      expect(Buffer.concat(given).equals(Buffer.concat([head, tail]))).toBe(true);
      expect(beforeMark).toBe(head.length);
    }),
  );
});

test('gives at once what cannot be the beginning of a mark', () => {
  const given: string[] = [];
  const output = new MarkedOutput(
    (chunk) => given.push(chunk.toString()),
    () => {},
  );
  output.expect(Buffer.from('\x1emark'));
  output.push(Buffer.from('progress 10%\r'));
  output.push(Buffer.from('a\x1ema'));
  expect(given).toEqual(['progress 10%\r', 'a']);
  output.push(Buffer.from('p'));
  expect(given).toEqual(['progress 10%\r', 'a', '\x1emap']);
});
