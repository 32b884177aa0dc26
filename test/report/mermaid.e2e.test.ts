import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type MermaidPage, openMermaid } from '../../scripts/mermaid-page.ts';
import { runsHere } from '../../scripts/unpack-chromium.ts';
import { ganttMermaid } from '../../src/report/graph/gantt-mermaid.ts';
import { graphMermaid } from '../../src/report/graph/graph-mermaid.ts';
import { visibleText } from '../../src/report/text/safe-text.ts';
import { epoch } from '../support/builders.ts';
import { attemptOf, documentOf, recordOf } from '../support/documents.ts';
import fc from '../support/seeded-fast-check.ts';
import { hostileText } from './hostile-text.ts';
import { drawingsOf } from './mermaid-judge.ts';

/** What is kept of pages and drawings in tests, wherever they lie; each drawing once. */
const goldens = readdirSync('test', { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /(?:^|\/)golden(?:\/|$)/.test(entry.parentPath))
  .map((entry) => join(entry.parentPath, entry.name))
  .filter((path) => /\.(?:md|mmd)$/.test(path))
  .flatMap((path) => {
    const text = readFileSync(path, 'utf8');
    const drawings = path.endsWith('.mmd') ? [text] : drawingsOf(text);
    return drawings.map((drawing, index) => ({ name: `${path}#${index}`, drawing }));
  })
  .sort((a, b) => (a.name < b.name ? -1 : 1))
  .filter(({ drawing }, index, all) => all.findIndex((each) => each.drawing === drawing) === index);

/** One page for all of a version: the browser takes longer to start than most drawings to be drawn. */
describe.skipIf(!runsHere).each([12, 11] as const)('Mermaid %i', (version) => {
  let page: MermaidPage;
  beforeAll(async () => {
    page = await openMermaid(version);
  });
  afterAll(() => page.close());

  describe('the real Mermaid draws what tests keep', () => {
    test('there are drawings of both kinds, and such with all colours of a diff', () => {
      const all = goldens.map(({ drawing }) => drawing);
      expect(all.filter((text) => text.startsWith('flowchart')).length).toBeGreaterThan(15);
      expect(all.filter((text) => text.startsWith('gantt')).length).toBeGreaterThan(3);
      for (const kind of ['added', 'removed', 'changed']) expect(all.join('\n')).toContain(` ${kind}\n`);
    });

    test.each(goldens)('$name', async ({ drawing }) => {
      const { nodes, edges, bars, svg } = await page.draw(drawing);
      expect(svg).not.toMatch(/Syntax error|Unsupported markdown/);
      const wanted = wantedOf(drawing);
      expect(nodes.map(({ label, classes }) => [label, ownClass(classes)])).toEqual(wanted.nodes);
      expect(edges).toBe(wanted.edges);
      expect(bars).toEqual(wanted.bars);
    });
  });

  describe('texts of strangers are letters to Mermaid', () => {
    const ascii = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));
    const texts = [
      ...ascii.flatMap((letter) => [`${letter} b`, `a${letter}${letter}b${letter}${letter}`]),
      ...[
        '1. load',
        '2) load',
        '- load',
        '+ load',
        '* load',
        '# load',
        '> load',
        'end',
        'click',
        'a **b** _c_ ~~d~~',
        '$$x$$',
      ],
      ...fc.sample(hostileText, 40),
    ];

    test('as labels of a flowchart', async () => {
      const { nodes } = await page.draw(
        graphMermaid(texts.map((label, index) => ({ id: `t${index}`, label, needs: [] }))),
      );
      expect(nodes.map(({ label }) => label)).toEqual(texts.map((text) => shown(visibleText(text)) || '?'));
    });

    test('as ids of nodes and edges', async () => {
      const ids = [...new Set(texts)].filter((text) => text !== '').slice(0, 100);
      const chain = ids.map((id, index) => ({ id, needs: ids.slice(Math.max(0, index - 1), index) }));
      const { nodes, edges } = await page.draw(graphMermaid(chain));
      expect([nodes.length, edges]).toEqual([ids.length, ids.length - 1]);
    });

    test('as bars of a Gantt chart', async () => {
      const some = texts.filter((text) => /[^\s[\]]/.test(text) && !text.includes('[')).slice(0, 60);
      const attempts = [{ ...attemptOf(1, 'success'), finishedAt: epoch.replace('05:00', '05:10') }];
      const run = documentOf(Object.fromEntries(some.map((id) => [id, recordOf('success', attempts)])));
      const gantt = ganttMermaid(run, Date.parse(epoch) + 600_000);
      const { bars } = await page.draw(gantt?.text ?? '');
      expect(bars).toHaveLength(Object.keys(run.tasks).length);
    });
  });
});

/** A page shows many spaces as one, and none at the ends. */
function shown(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** What a drawing says that there is; entities as the letters that they stand for. */
function wantedOf(drawing: string) {
  const letters = (text: string) => shown(text.replaceAll(/#(\d+);/g, (_, code) => String.fromCodePoint(Number(code))));
  const classes = new Map(
    [...drawing.matchAll(/^ {2}class (\S+) (\w+)$/gm)].flatMap(([, names = '', name = '']) =>
      names.split(',').map((node) => [node, name] as const),
    ),
  );
  const nodes = [...drawing.matchAll(/^ {2}(t_\w+)\["(.*)"\]$/gm)];
  return {
    nodes: nodes.map(([, id = '', label = '']) => [letters(label), classes.get(id)]),
    edges: [...drawing.matchAll(/^ {2}t_\w+ (?:-->|==>|-\.->) t_\w+$/gm)].length,
    bars: [...drawing.matchAll(/^ {2}([✓●✗■].*) :\w+, b\d+, \d+, \d+$/gm)].map(([, text = '']) => letters(text)),
  };
}

/** The class that the drawing gives, among those of the library. */
function ownClass(classes: readonly string[]): string | undefined {
  return classes.find((name) => !['node', 'default', 'rough-node'].includes(name));
}
