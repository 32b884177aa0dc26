import { describe, expect, test } from 'vitest';
import { Problem } from '../../src/diagnostic/problem.ts';
import { environmentOf, isRunId, pipelineKey, runOfPath, runPath, stateRef } from '../../src/store/names.ts';
import fc from '../support/seeded-fast-check.ts';

const pipelineId = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).filter(storable);

function storable(id: string): boolean {
  return id.normalize('NFC') !== '' && id.normalize('NFC').length <= 200 && !/\p{Cc}|\p{Cs}/u.test(id);
}

describe('the ref of a pipeline', () => {
  test('is readable', () => {
    expect(stateRef('production', 'finance/daily-close')).toMatch(
      /^refs\/segue\/production\/finance-daily-close-[0-9a-f]{16}$/,
    );
  });

  test('follows the rules of git, for any id', () => {
    fc.assert(
      fc.property(pipelineId, (id) => {
        expect(stateRef('local', id)).toMatch(
          /^refs\/segue\/local\/[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?-[0-9a-f]{16}$/,
        );
        expect(environmentOf(stateRef('local', id))).toBe('local');
      }),
    );
  });

  test('differs for different ids, also on file systems that ignore case', () => {
    fc.assert(
      fc.property(fc.uniqueArray(pipelineId, { selector: (id) => id.normalize('NFC') }), (ids) => {
        expect(new Set(ids.map((id) => stateRef('local', id).toLowerCase())).size).toBe(ids.length);
      }),
    );
  });

  test.each([
    ['a', 'a/b'],
    ['a', 'A'],
    ['a-b', 'a/b'],
    ['a', 'a.lock'],
    ['x'.repeat(100), 'x'.repeat(101)],
  ])('keeps %j and %j apart', (one, other) => {
    expect(pipelineKey(one)).not.toBe(pipelineKey(other));
  });

  test('is the same for both ways to compose a letter', () => {
    expect(pipelineKey('caf\u00e9')).toBe(pipelineKey('cafe\u0301'));
  });

  test.each(['', 'a\nb', 'a\0b', 'x'.repeat(201), '\ud800'])('refuses the id %j', (id) => {
    expect(() => stateRef('local', id)).toThrow(Problem);
  });

  test.each(['', 'Production', '../heads', 'a/b', 'a.lock', '-x', 'x'.repeat(101)])(
    'refuses the environment %j',
    (environment) => {
      expect(() => stateRef(environment, 'a')).toThrow(Problem);
    },
  );
});

test.each([
  'refs/heads/main',
  'refs/segue/production',
  'refs/segue/production/a/b',
  'refs/segue/Prod/a',
  'refs/segue//a',
])('%s is no state ref', (ref) => {
  expect(environmentOf(ref)).toBeUndefined();
});

describe('the path of a run', () => {
  test('leads back to the run', () => {
    expect(runPath('r-abcdef12')).toBe('runs/2/r-abcdef12.json');
    expect(runOfPath('runs/2/r-abcdef12.json')).toBe('r-abcdef12');
  });

  test.each(['runs/3/r-abcdef12.json', 'runs/r-abcdef12.json', 'outbox/2/r-abcdef12.json', 'runs/2/../x.json'])(
    '%s belongs to none',
    (path) => {
      expect(runOfPath(path)).toBeUndefined();
    },
  );

  test.each(['', 'r-', 'abc', 'r-../../x', 'r-a/b', 'r-a b', '--help', `r-${'a'.repeat(33)}`])(
    '%j is no run',
    (text) => {
      expect(isRunId(text)).toBe(false);
      expect(() => runPath(text)).toThrow(Problem);
    },
  );
});
