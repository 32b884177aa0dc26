import { describe, expect, test } from 'vitest';
import type { Pipeline } from '../../src/model/pipeline.ts';
import { checkPage } from '../../src/report/check/check-page.ts';
import { forgeLimits } from '../../src/report/forge/forge-limits.ts';
import { graphMermaid } from '../../src/report/graph/graph-mermaid.ts';
import { graphPart } from '../../src/report/graph/graph-part.ts';
import type { GraphTask } from '../../src/report/graph/graph-task.ts';
import type { Markdown } from '../../src/report/text/markdown.ts';
import { byteLength, fitPage, fixedPart, loosePart } from '../../src/report/text/markdown-fit.ts';
import type { RunDocument, TaskRecord } from '../../src/run/document.ts';
import { runStates, taskStates } from '../../src/run/states.ts';
import { pipelineOf, taskOf } from '../support/builders.ts';
import fc from '../support/seeded-fast-check.ts';
import { hostileText } from './hostile-text.ts';
import { nodesOf, readMarkdown, tagsOf } from './markdown-judge.ts';
import { drawingsOf, foreignMermaid } from './mermaid-judge.ts';
import { pageViews } from './page-runs.ts';
import { attempt, run, task } from './run-documents.ts';

const x = (length: number): Markdown => 'x'.repeat(length) as Markdown;

describe('a page that is too long', () => {
  const parts = [
    fixedPart('the facts', x(100)),
    loosePart('the table', 1, x(500), x(50)),
    loosePart('the graph', 3, x(300)),
    loosePart('the log', 2, x(200), x(20)),
  ];

  test.each([
    [2_000, [100, 500, 300, 200], undefined],
    [950, [100, 500, 200], 'the graph'],
    [800, [100, 500, 20], 'the graph, the log'],
    [660, [100, 500], 'the graph, the log'],
    [300, [100, 50], 'the table, the graph, the log'],
    [170, [100], 'the table, the graph, the log'],
    [60, [], 'all of it'],
  ] as const)('%i bytes', (bytes, lengths, cut) => {
    const page = fitPage(parts, bytes);
    const note = cut === undefined ? [] : [`_Cut to what a page holds: ${cut}._`];
    expect(page.split('\n\n')).toEqual([...lengths.map(x), ...note]);
    expect(byteLength(page)).toBeLessThanOrEqual(bytes);
  });

  test('is measured in bytes', () => {
    expect(fitPage([fixedPart('a', x(1)), loosePart('b', 1, '注'.repeat(40) as Markdown)], 100)).toContain('Cut to');
    expect(byteLength('注🚫é')).toBe(9);
  });
});

/** Runs of up to thousands of tasks with hostile names, logs, outputs and reasons. */
const hugeView = fc
  .record({
    size: fc.constantFrom(
      ...([
        [1, 1],
        [5, 30],
        [60, 30],
        [350, 1],
        [1_500, 1],
      ] as const),
    ),
    texts: fc.array(hostileText, { minLength: 1, maxLength: 30 }),
    states: fc.array(fc.constantFrom(...taskStates), { minLength: 1, maxLength: 8 }),
    state: fc.constantFrom(...runStates),
    fan: fc.integer({ min: 1, max: 40 }),
  })
  .map(({ size: [count, repeat], texts, states, state, fan }) => {
    const text = (index: number): string => (texts[index % texts.length] ?? '').repeat(repeat);
    const records = Array.from({ length: count }, (_, index): readonly [string, TaskRecord] => {
      const attempts = Array.from({ length: index % 3 }, (_n, tried) =>
        attempt(tried + 1, index, index + 5, { kind: 'exit', code: 1 }, [text(index), text(index + 1), 'Error']),
      );
      const more = {
        attempts,
        outputs: { [`o${index}`]: text(index) },
        reason: { kind: 'excluded', why: text(index) },
      } as const;
      return [`${text(index)}${index}`, task(states[index % states.length] ?? 'none', more)];
    });
    const document: RunDocument = run(state, 60, Object.fromEntries(records), {
      environment: text(1),
      pipeline: text(2),
    });
    const ids = records.map(([id]) => id);
    const tasks = ids.map((id, index) => taskOf(id, { needs: ids.slice(Math.max(0, index - fan), index) }));
    const pipeline: Pipeline = pipelineOf(tasks, { id: text(2), file: text(3) });
    return { ...pageViews.failed, run: document, pipeline } as NonNullable<(typeof pageViews)[string]>;
  });

test('no run makes a page that GitHub refuses, or one that is not whole', () => {
  fc.assert(
    fc.property(hugeView, (view) => {
      const { summary, text = '', title, annotations } = checkPage(view);
      for (const page of [summary, text]) {
        expect(byteLength(page)).toBeLessThanOrEqual(forgeLimits.checkText);
        const tags = tagsOf(page);
        expect(tags.filter((tag) => tag === '<details>')).toHaveLength(
          tags.filter((tag) => tag === '</details>').length,
        );
        for (const drawn of drawingsOf(page)) {
          expect(foreignMermaid(drawn)).toEqual([]);
          expect(drawn.length).toBeLessThanOrEqual(50_000);
        }
      }
      expect(title.length).toBeLessThanOrEqual(255);
      expect(annotations.length).toBeLessThanOrEqual(forgeLimits.annotationsPerRequest);
      for (const each of annotations) {
        expect(byteLength(each.message)).toBeLessThanOrEqual(forgeLimits.annotationBytes);
        expect((each.title ?? '').length).toBeLessThanOrEqual(forgeLimits.annotationTitle);
      }
    }),
    { numRuns: 15, endOnFailure: true },
  );
});

test('what is left of a page that was cut is closed', () => {
  fc.assert(
    fc.property(hugeView, (view) => {
      const { text = '' } = checkPage({ ...view, run: { ...view.run, state: 'failed' } });
      const fences = nodesOf(readMarkdown(text)).filter(({ type }) => type === 'code');
      expect(fences).toHaveLength((text.match(/^(`{3,})(?:mermaid|text)$/gm) ?? []).length);
    }),
    { numRuns: 5, endOnFailure: true },
  );
});

describe('the part of a graph that is drawn', () => {
  const wide = (state: GraphTask['state'], count: number): readonly GraphTask[] => [
    { id: 'root', needs: [], ...(state === undefined ? {} : { state }) },
    ...Array.from({ length: count }, (_, index) => ({
      id: `c${index}`,
      needs: ['root'],
      state: 'upstream_failed' as const,
    })),
  ];

  test('is all of it up to 300 edges', () => {
    expect(graphPart(wide('success', 299))?.tasks).toHaveLength(300);
    expect(graphPart(wide('success', 301))).toBeUndefined();
    expect(graphPart([])).toBeUndefined();
  });

  test('is what failed and what is next to it', () => {
    const part = graphPart(wide('failed', 400));
    expect(part?.tasks.map(({ id }) => id)).toEqual([
      'root',
      ...Array.from({ length: 6 }, (_, index) => `c${index}`),
      'root >',
    ]);
    expect(part?.tasks.at(-1)).toEqual({ id: 'root >', needs: ['root'], label: '394 more', state: 'upstream_failed' });
    expect(part?.note).toBe('Drawn of 401 tasks: what failed or runs, and what is next to it.');
  });

  test('has never more edges than are readable', () => {
    const dense = fc.tuple(
      fc.integer({ min: 20, max: 200 }),
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1, max: 5 }),
    );
    fc.assert(
      fc.property(dense, ([count, fan, every]) => {
        const tasks = Array.from({ length: count }, (_, index): GraphTask => {
          const needs = Array.from({ length: Math.min(fan, index) }, (_n, back) => `t${index - back - 1}`);
          return { id: `t${index}`, needs, state: index % every === 0 ? 'failed' : 'success' };
        });
        const drawn = graphMermaid(graphPart(tasks)?.tasks ?? []);
        expect(drawn.split(' --> ').length - 1).toBeLessThanOrEqual(300);
        expect(foreignMermaid(drawn)).toEqual([]);
      }),
    );
  });
});
