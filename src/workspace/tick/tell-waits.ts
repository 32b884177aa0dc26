import type { Code } from './code.ts';
import type { TickListener } from './tick-event.ts';
import type { Waiting } from './waiting.ts';

/** Tells why the rest does not start, and which pipelines have state and no file any more. */
export function tellWaits(
  listener: TickListener,
  { pipelines, broken }: Pick<Code, 'pipelines' | 'broken'>,
  waiting: Pick<Waiting, 'of'>,
  withoutFile: readonly string[],
): void {
  for (const pipeline of pipelines.keys()) {
    const why = waiting.of(pipeline);
    if (why !== undefined) listener({ event: 'waits', pipeline, why });
  }
  const moved = new Set([...pipelines.values()].flatMap(({ pipeline }) => pipeline.renamedFrom));
  for (const id of withoutFile) {
    if (!broken.has(id) && !moved.has(id)) listener({ event: 'gone', pipeline: id });
  }
}
