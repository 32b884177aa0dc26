import type { PipelineTest } from '../model/pipeline-test.ts';
import { orderRoute } from '../model/test-places.ts';
import type { Route, Source } from '../model/yaml/source.ts';

/** A place in a test file that names a task, or an instance of one. */
export interface TaskMention {
  readonly id: string;
  readonly route: Route;
  /** The task is the key of an entry, else its value. */
  readonly isKey: boolean;
  /** Only whole tasks can stand there. */
  readonly isWhole: boolean;
}

/** All of them, in the order of the file but for parts of one case. */
export function taskMentions({ cases }: PipelineTest, source: Source): readonly TaskMention[] {
  return cases.flatMap(({ answers, expect }, index) => {
    const route: Route = ['cases', index];
    const expected: Route = [...route, 'expect'];
    return [
      ...Object.keys(answers).map((id) => keyAt(id, [...route, 'answers', id])),
      ...Object.keys(expect.tasks).map((id) => keyAt(id, [...expected, 'tasks', id])),
      ...(expect.starts ?? []).map((id, each) => ({
        ...{ id, isKey: false, isWhole: true },
        route: [...expected, 'starts', each],
      })),
      ...orderMentions(expect.order, [...expected, 'order'], source),
    ];
  });
}

function orderMentions(chains: readonly (readonly string[])[], route: Route, source: Source): readonly TaskMention[] {
  return chains.flatMap((ids, chain) =>
    ids.map((id, link) => ({ id, route: orderRoute(route, chain, link, source), isKey: false, isWhole: false })),
  );
}

function keyAt(id: string, route: Route): TaskMention {
  return { id, route, isKey: true, isWhole: false };
}
