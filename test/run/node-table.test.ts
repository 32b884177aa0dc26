import { expect, test } from 'vitest';
import { NodeTable } from '../../src/run/node-table.ts';
import fc from '../support/seeded-fast-check.ts';

const change = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), at: fc.nat(), value: fc.nat() }),
  fc.record({ kind: fc.constant('append' as const), values: fc.array(fc.nat(), { maxLength: 150 }) }),
);

test('behaves as a plain array, and leaves every older version alone', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 200 }), fc.array(change, { maxLength: 20 }), (start, changes) => {
      let table = NodeTable.from(start);
      let model = [...start];
      for (const each of changes) {
        const [before, contents] = [table, [...table]];
        if (each.kind === 'append') {
          table = table.append(each.values);
          model = [...model, ...each.values];
        } else if (model.length > 0) {
          table = table.set(each.at % model.length, each.value);
          model = model.with(each.at % model.length, each.value);
        }
        expect([...before]).toEqual(contents);
        expect([...table]).toEqual(model);
        expect(table.length).toBe(model.length);
      }
    }),
  );
});

test('refuses an index that it never gave out', () => {
  expect(() => NodeTable.from([1]).get(1)).toThrow(RangeError);
  expect(() => NodeTable.from<number>([]).set(0, 1)).toThrow(RangeError);
});
