import { expect, test } from 'vitest';
import { graphDot } from '../../src/report/graph/graph-dot.ts';
import { graphMermaid } from '../../src/report/graph/graph-mermaid.ts';
import type { GraphTask } from '../../src/report/graph/graph-task.ts';
import { graphTerminal } from '../../src/report/graph/graph-terminal.ts';
import { createStyle } from '../../src/report/text/ansi-style.ts';
import { displayWidth } from '../../src/report/text/ansi-width.ts';
import { acyclicNodes, anyNodes } from '../dag/arbitrary-graph.ts';
import fc from '../support/seeded-fast-check.ts';

const plain = createStyle(false);

const drawings: Readonly<Record<string, readonly GraphTask[]>> = {
  chain: tasks({ extract: [], transform: ['extract'], load: ['transform'] }),
  'fan-out-and-in': tasks({ extract: [], a: ['extract'], b: ['extract'], c: ['extract'], load: ['a', 'b', 'c'] }),
  crossing: tasks({
    months: [],
    airports: [],
    delays: ['months', 'airports'],
    busiest: ['airports'],
    page: ['months', 'delays', 'busiest'],
    alone: [],
  }),
  'of-a-run': [
    { id: 'extract', needs: [], state: 'success' },
    { id: 'transform', needs: ['extract'], state: 'failed', label: 'Transform "all" <rows> [#1]' },
    { id: 'check', needs: ['extract'], state: 'running' },
    { id: 'load', needs: ['transform', 'check'], state: 'upstream_failed' },
    { id: 'page-someone', needs: ['load'], state: 'none', label: '知らせる \\n' },
  ],
  'words-of-the-languages': tasks({ end: [], graph: ['end'], 'a-b': ['graph'], a_2d_b: ['graph'], subgraph: ['a-b'] }),
  'too-wide-for-rails': tasks({
    start: [],
    ...Object.fromEntries(Array.from({ length: 14 }, (_, n) => [`part-${n}`, ['start']])),
    end: Array.from({ length: 14 }, (_, n) => `part-${n}`),
  }),
  'with-a-cycle': tasks({ a: ['c'], b: ['a'], c: ['b', 'unknown'] }),
  empty: [],
};

test.each(Object.entries(drawings))('%s', async (name, drawn) => {
  const terminal = graphTerminal(drawn, { width: 80, style: plain }).map((line) => `${line}\n`);
  await expect(terminal.join('')).toMatchFileSnapshot(`golden/graph/${name}.txt`);
  await expect(graphMermaid(drawn)).toMatchFileSnapshot(`golden/graph/${name}.mmd`);
  await expect(graphDot(name, drawn)).toMatchFileSnapshot(`golden/graph/${name}.dot`);
});

test('no line is wider than the terminal, with and without colours', () => {
  const label = fc.string({ unit: 'grapheme', maxLength: 60 });
  const drawn = fc.tuple(fc.oneof(acyclicNodes, anyNodes), fc.array(label, { minLength: 8, maxLength: 8 }));
  fc.assert(
    fc.property(drawn, fc.integer({ min: 20, max: 100 }), fc.boolean(), ([nodes, labels], width, color) => {
      const named = nodes.map((node, index) => ({ ...node, label: labels[index] ?? '' }));
      for (const line of graphTerminal(named, { width, style: createStyle(color) })) {
        expect(displayWidth(line)).toBeLessThanOrEqual(width);
      }
    }),
  );
});

test('colours change nothing but colours', () => {
  const drawn = drawings['of-a-run'] ?? [];
  const colored = graphTerminal(drawn, { width: 80, style: createStyle(true) }).join('\n');
  expect(colored).not.toBe(graphTerminal(drawn, { width: 80, style: plain }).join('\n'));
  const escapes = new RegExp(`${String.fromCharCode(27)}\\[[0-9]+m`, 'g');
  expect(colored.replaceAll(escapes, '')).toBe(graphTerminal(drawn, { width: 80, style: plain }).join('\n'));
});

test('different ids stay different nodes in Mermaid', () => {
  const ids = fc.uniqueArray(fc.string({ minLength: 1, unit: fc.constantFrom('a', '-', '_', '2', 'd', 'é') }));
  fc.assert(
    fc.property(ids, (unique) => {
      const text = graphMermaid(unique.map((id) => ({ id, needs: [] })));
      const names = [...text.matchAll(/^ {2}(\w+)\[/gm)].map(([, name]) => name);
      expect(new Set(names).size).toBe(unique.length);
    }),
  );
});

function tasks(needs: Readonly<Record<string, readonly string[]>>): readonly GraphTask[] {
  return Object.entries(needs).map(([id, list]) => ({ id, needs: list }));
}
