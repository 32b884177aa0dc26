import { expect, test } from 'vitest';
import { joinedArtifacts } from '../../src/store/artifacts/artifacts-joined.ts';
import type { DroppableArtifacts } from '../../src/store/artifacts/artifacts-keep.ts';

const files = ['a', 'b', 'c', 'd'].map((path) => ({ path, bytes: 1, sha256: path }));

/** A store that has some files, one of which stood there already. */
function storeWith(has: string, asked: string[]): DroppableArtifacts {
  return {
    keep: async () => ({ ok: true, files: [] }),
    drop: async () => {},
    restore: async (_run, _task, _root, wanted) => {
      asked.push(wanted.map(({ path }) => path).join(''));
      const paths = wanted.map(({ path }) => path);
      return {
        written: paths.filter((path) => has.includes(path)),
        missing: paths.filter((path) => !has.includes(path)),
      };
    },
  };
}

test('what one store lacks comes from the other, in the order that was asked for', async () => {
  const asked: string[] = [];
  const store = joinedArtifacts(storeWith('bd', asked), storeWith('ad', asked));
  expect(await store.restore('r', 't', '/', files)).toEqual({ written: ['a', 'b', 'd'], missing: ['c'] });
  expect(asked).toEqual(['abcd', 'ac']);
});

test('the other store is not asked if nothing is missing', async () => {
  const asked: string[] = [];
  const store = joinedArtifacts(storeWith('abcd', asked), storeWith('', asked));
  expect(await store.restore('r', 't', '/', files)).toEqual({ written: ['a', 'b', 'c', 'd'], missing: [] });
  expect(asked).toEqual(['abcd']);
});
