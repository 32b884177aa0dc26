import { cycles } from '../../src/dag/cycle.ts';
import { buildGraph, idAt } from '../../src/dag/graph.ts';
import { importsOf, type SourceFile } from './source-files.ts';

/** A sentence for each circle of files that import each other, types included. */
export function fileCycles(files: readonly SourceFile[]): readonly string[] {
  const nodes = files.map((file) => ({ id: file.path, needs: importsOf(file).flatMap((each) => each.file ?? []) }));
  const graph = buildGraph(nodes);
  return cycles(graph).map(({ path }) => {
    const names = [...path, ...path.slice(0, 1)].map((node) => idAt(graph, node));
    return `${names.join(' → ')}: move what they share into a file of its own`;
  });
}

/** A sentence for each import of a file that does not exist. */
export function brokenImports(files: readonly SourceFile[]): readonly string[] {
  const graph = buildGraph(
    files.map((file) => ({ id: file.path, needs: importsOf(file).flatMap((each) => each.file ?? []) })),
  );
  return graph.unknown.map(({ node, need }) => `src/${idAt(graph, node)} imports src/${need}, which does not exist`);
}
