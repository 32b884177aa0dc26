import type { Range } from '../diagnostic/diagnostic.ts';
import type { Pipeline } from '../model/pipeline.ts';
import type { Route, Source } from '../model/yaml/source.ts';

/** The id of a pipeline, where another one's file has it. */
export interface Mention {
  readonly id: string;
  readonly range: Range;
}

/** What a pipeline says about others. Plain JSON, so that it can be kept where the file is not parsed again. */
export interface PipelineLinks {
  /** The entries of `on.after` as the file has them, duplicates included. */
  readonly after: readonly Mention[];
  /** Those of `renamed-from`. */
  readonly renamedFrom?: readonly Mention[];
}

const none: PipelineLinks = Object.freeze({ after: [] });

export function linksOf({ on, renamedFrom }: Pipeline, source: Source): PipelineLinks {
  if (on.after.length === 0 && renamedFrom.length === 0) return none;
  const after = on.after.length === 0 ? [] : mentionsAt(source, ['on', 'after']);
  return renamedFrom.length === 0 ? { after } : { after, renamedFrom: mentionsAt(source, ['renamed-from']) };
}

/** One id, or a list of them. */
function mentionsAt(source: Source, route: Route): readonly Mention[] {
  const mentions: Mention[] = [];
  const add = (each: Route) => {
    const id = source.scalar(each);
    if (id !== undefined) mentions.push({ id, range: source.value(each) });
  };
  add(route);
  for (let index = 0; source.has([...route, index]); index += 1) add([...route, index]);
  return mentions;
}
