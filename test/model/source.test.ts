import { describe, expect, it } from 'vitest';
import type { Range } from '../../src/diagnostic/diagnostic.ts';
import { loadPipeline } from '../../src/model/load.ts';

const text = `tasks:
  load:
    needs: [a, "b"]
    run: |
      one \${x}
      two
    env: { A: 1.10, B: *env }
`.replace('*env', '"x\\ty"');

const { source } = loadPipeline('pipelines/a.yml', text);

function at({ start, end }: Range): string {
  return text.slice(start, end);
}

describe('a source', () => {
  it('gives keys, values and items', () => {
    expect(at(source.key(['tasks', 'load', 'needs']))).toBe('needs');
    expect(at(source.value(['tasks', 'load', 'needs']))).toBe('[a, "b"]');
    expect(at(source.key(['tasks', 'load', 'needs', 1]))).toBe('"b"');
    expect(at(source.value([]))).toBe(text);
  });

  it('gives parts of texts', () => {
    expect(at(source.part(['tasks', 'load', 'run'], 4, 8))).toBe('$' + '{x}');
    expect(at(source.part(['tasks', 'load', 'run'], 9, 12))).toBe('two');
    expect(at(source.part(['tasks', 'load', 'needs', 1], 0, 1))).toBe('b');
    expect(at(source.part(['tasks', 'load', 'env', 'B'], 2, 3))).toBe('y');
    expect(at(source.part(['tasks', 'load', 'env'], 0, 1))).toBe(at(source.value(['tasks', 'load', 'env'])));
  });

  it('falls back to the nearest place that exists', () => {
    expect(at(source.key(['tasks', 'load', 'retries', 'limit']))).toBe('load');
    expect(at(source.value(['tasks', 'nope', 0]))).toBe(at(source.value(['tasks'])));
    expect(source.has(['tasks', 'load'])).toBe(true);
    expect(source.has(['tasks', 'load', 'retries'])).toBe(false);
  });

  it('gives the text of scalars', () => {
    expect(source.scalar(['tasks', 'load', 'needs', 1])).toBe('b');
    expect(source.scalar(['tasks', 'load', 'env', 'A'])).toBeUndefined();
    expect(source.scalar(['tasks'])).toBeUndefined();
  });

  it('finds entries of large mappings, the first of two', () => {
    const many = `tasks:\n${Array.from({ length: 100 }, (_, n) => `  t${n}: { run: x${n} }\n`).join('')}  t7: { run: y }\n`;
    const large = loadPipeline('pipelines/a.yml', many).source;
    expect(large.scalar(['tasks', 't99', 'run'])).toBe('x99');
    expect(large.scalar(['tasks', 't7', 'run'])).toBe('x7');
  });
});
