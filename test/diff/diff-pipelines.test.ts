import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { Diff, PipelineChange } from '../../src/diff/change.ts';
import { diffPipelines, isEmptyDiff } from '../../src/diff/diff-pipelines.ts';
import { movedPositions } from '../../src/diff/moved.ts';
import type { Side } from '../../src/diff/side.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import { arbitraryDag } from '../support/arbitrary-dag.ts';
import { pipelineOf } from '../support/builders.ts';
import fc from '../support/seeded-fast-check.ts';
import { sideOf } from './sides.ts';

const pipelines = ['etl', 'weather', 'flights'].flatMap((name) => {
  const text = readOptional(`pipelines/${name}.yml`);
  return text === undefined ? [] : [[name, text] as const];
});

function readOptional(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** One pipeline that says much, as a value; its text can be written in many ways. */
const written = {
  name: 'Daily: "close"',
  owner: '@acme/data',
  on: { schedule: [{ cron: '0 5 * * 1-5', timezone: 'Europe/Paris' }], after: ['other'] },
  params: { country: { type: 'string', default: 'FR', enum: ['FR', 'DE'] } },
  env: { SOURCE: '# no comment', RATE: '1.10' },
  defaults: { timeout: '20m', retries: 1 },
  tasks: {
    extract: { run: 'set -e\npython extract.py --day "$DAY"\n', artifacts: 'none' },
    load: { needs: ['extract'], run: './load.sh', env: { A: 'x: y' }, 'trigger-rule': 'all_done' },
    publish: { needs: ['extract', 'load'], run: 'echo "done" # said', if: `\${{ params.country == 'FR' }}` },
  },
};

/** The same mapping with its keys in another order; the order of tasks means something. */
function shuffled(value: unknown, pick: (count: number) => number, isTasks = false): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, shuffled(each, pick, key === 'tasks')] as const);
  if (isTasks) return Object.fromEntries(entries);
  const order: (readonly [string, unknown])[] = [];
  while (entries.length > 0) order.push(...entries.splice(pick(entries.length), 1));
  return Object.fromEntries(order);
}

const other = 'description: d\nowner: o\ntasks: { a: { run: echo } }\n';

describe('how a file is written is no change', () => {
  test('in any order of keys, quotes, styles and widths, with comments', () => {
    const base = sideOf({ a: stringify(written), other });
    expect(base.pipelines).toHaveLength(2);
    fc.assert(
      fc.property(
        fc.infiniteStream(fc.nat({ max: 1_000 })),
        fc.constantFrom('PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE', 'BLOCK_LITERAL'),
        fc.constantFrom('any', 'flow'),
        fc.integer({ min: 1, max: 6 }),
        fc.constantFrom(0, 40, 80),
        (numbers, defaultStringType, collectionStyle, indent, lineWidth) => {
          const pick = (count: number) => Number(numbers.next().value) % count;
          const text = stringify(shuffled(written, pick), {
            defaultStringType: defaultStringType as 'PLAIN',
            defaultKeyType: 'PLAIN',
            collectionStyle: collectionStyle as 'any',
            indent,
            lineWidth,
          });
          const head = sideOf({ a: `# A comment\n\n${text}\n# another\n`, other });
          expect(head.pipelines).toHaveLength(2);
          expect(diffPipelines(base, head)).toEqual({ pipelines: [], settings: [], notCompared: [] });
        },
      ),
      { numRuns: 150 },
    );
  });

  test('with aliases, shorthands and lists of one', () => {
    const long =
      'tasks:\n  a: { run: echo, timeout: 60m }\n  b: { run: echo, needs: [a], timeout: 1h, retries: { limit: 2 } }\n';
    const short = 'tasks:\n  a: { run: &it "echo" }\n  b:\n    needs: a\n    retries: 2\n    run: *it\n';
    expect(isEmptyDiff(diffPipelines(sideOf({ a: long }), sideOf({ a: short })))).toBe(true);
  });

  test('the same in each order of needs, tags, secrets, crons and artifacts', () => {
    const one =
      'tags: [a, b]\nsecrets: [X, Y]\non: { schedule: [{ cron: "0 5 * * *" }, { cron: "0  6 * * *" }] }\ntasks: { a: { run: e }, b: { run: e }, c: { run: e, needs: [a, b], artifacts: [x, y] } }';
    const two =
      'tags: [b, a]\nsecrets: [Y, X]\non: { schedule: [{ cron: "0 6 * * *" }, { cron: "0 5 * * *" }] }\ntasks: { a: { run: e }, b: { run: e }, c: { run: e, needs: [b, a], artifacts: [y, x] } }';
    expect(isEmptyDiff(diffPipelines(sideOf({ a: one }), sideOf({ a: two })))).toBe(true);
  });

  test('the examples of the repository', () => {
    for (const [id, text] of pipelines) {
      expect(isEmptyDiff(diffPipelines(sideOf({ [id]: text }), sideOf({ [id]: `# new\n${text}` })))).toBe(true);
    }
  });
});

describe('laws', () => {
  const sides = fc
    .array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), arbitraryDag({ maxTasks: 6 })), { maxLength: 4 })
    .map((drafts) => sideWith(new Map(drafts)));

  function sideWith(drafts: ReadonlyMap<string, ReturnType<typeof pipelineOf>['tasks']>): Side {
    const all = [...drafts].map(([id, tasks]) => pipelineOf(tasks, { id, file: `pipelines/${id}.yml` }));
    return { pipelines: all, settings: defaultSettings };
  }

  test('nothing differs from itself, nor from a copy', () => {
    fc.assert(
      fc.property(sides, (side) => {
        expect(isEmptyDiff(diffPipelines(side, side))).toBe(true);
        expect(isEmptyDiff(diffPipelines(side, structuredClone(side)))).toBe(true);
      }),
    );
  });

  test('what one direction adds the other removes', () => {
    const named = (diff: Diff, kind: PipelineChange['kind']) =>
      diff.pipelines.filter((each) => each.kind === kind).map(({ id }) => id);
    const edges = (diff: Diff, wanted: 'edge-added' | 'edge-removed') =>
      diff.pipelines.flatMap((each) =>
        each.kind !== 'pipeline-changed' || each.renamed !== undefined
          ? []
          : each.tasks.flatMap((task) =>
              task.kind !== 'task-changed'
                ? []
                : task.edits.flatMap((edit) => (edit.kind === wanted ? [`${each.id} ${task.task} ${edit.need}`] : [])),
            ),
      );
    fc.assert(
      fc.property(sides, sides, (a, b) => {
        const [there, back] = [diffPipelines(a, b), diffPipelines(b, a)];
        expect(named(there, 'pipeline-added').length).toBe(named(back, 'pipeline-removed').length);
        const isRenamed = [...there.pipelines, ...back.pipelines].some(
          (each) =>
            each.kind === 'pipeline-changed' &&
            (each.renamed !== undefined ||
              each.tasks.some(
                (task) => task.kind === 'task-changed' && task.edits.some(({ kind }) => kind === 'renamed'),
              )),
        );
        if (isRenamed) return;
        expect(named(there, 'pipeline-added')).toEqual(named(back, 'pipeline-removed'));
        expect(edges(there, 'edge-added').sort()).toEqual(edges(back, 'edge-removed').sort());
      }),
    );
  });

  test('what has moved is as little as can be: the rest stands in its old order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat({ max: 30 }), { maxLength: 9 }), (order) => {
        const moved = new Set(movedPositions(order));
        const rest = order.filter((_, position) => !moved.has(position));
        expect(rest).toEqual(rest.toSorted((a, b) => a - b));
        expect(rest.length).toBe(longestRising(order));
      }),
    );
  });

  /** The plain way: every subset. */
  function longestRising(values: readonly number[]): number {
    let longest = 0;
    for (let mask = 0; mask < 2 ** values.length; mask += 1) {
      const chosen = values.filter((_, index) => (mask >> index) % 2 === 1);
      if (chosen.every((value, index) => index === 0 || (chosen[index - 1] ?? 0) < value)) {
        longest = Math.max(longest, chosen.length);
      }
    }
    return longest;
  }
});
