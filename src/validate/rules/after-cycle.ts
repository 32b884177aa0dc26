import { cycles } from '../../dag/cycle.ts';
import { buildGraph, type Graph, idAt } from '../../dag/graph.ts';
import type { Range } from '../../diagnostic/diagnostic.ts';
import type { Finding, PipelineFile, Rule } from '../rule.ts';

/** A longer way round is shortened in the middle. */
const shown = 20;

export const afterCycle: Rule = {
  code: 'SG210',
  name: 'after-cycle',
  severity: 'error',
  summary: 'Pipelines come after each other in a circle.',
  why: [
    'Each of them waits for a success of the others. Either none ever runs, or, once one of them has been started by its',
    'schedule or by hand, they start each other without an end.',
  ].join(' '),
  fix: 'Remove one of the entries on the way round. If a pipeline does two things, divide it: one file before, one after.',
  checkFiles(files) {
    if (files.every(({ links }) => links === undefined || links.after.length === 0)) return [];
    const sorted = files.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
    const graph = buildGraph(sorted.map(({ id, links }) => ({ id, needs: othersIn(id, links) })));
    return cycles(graph).flatMap(({ path, members }) => describeCycle(graph, sorted, path, members.length));
  },
};

/** That a pipeline comes after itself is a finding of its own. */
function othersIn(own: string, links: PipelineFile['links']): readonly string[] {
  return (links?.after ?? []).map(({ id }) => id).filter((id) => id !== own);
}

/** Found in the file of the first pipeline by id; the ways on from there are related places in the other files. */
function describeCycle(
  graph: Graph,
  files: readonly PipelineFile[],
  path: readonly number[],
  members: number,
): readonly Finding[] {
  const ids = path.map((index) => idAt(graph, index));
  const steps = ids.map((id, position) => ({ id, next: ids[position + 1] ?? ids[0] ?? id }));
  const places = steps.flatMap(({ id, next }, position) => {
    const range = rangeOf(files[path[position] ?? -1], next);
    return range === undefined ? [] : [{ range, message: `\`${id}\` comes after \`${next}\`` }];
  });
  const [first, ...related] = places;
  if (first === undefined) return [];
  const also = members > path.length ? `; ${members} pipelines are on circles with it` : '';
  const message = `pipelines come after each other in a circle: ${shorten([...ids, ids[0] ?? ''])}${also}`;
  return [{ range: first.range, message, related: related.slice(0, shown), help: 'Remove one of these entries.' }];
}

function rangeOf(file: PipelineFile | undefined, id: string): Range | undefined {
  return file?.links?.after.find((each) => each.id === id)?.range;
}

function shorten(ids: readonly string[]): string {
  const names = ids.length <= shown ? ids : [...ids.slice(0, shown / 2), '…', ...ids.slice(-shown / 2)];
  return names.join(' → ');
}
