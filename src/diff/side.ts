import type { Pipeline } from '../model/pipeline.ts';
import type { Settings } from '../model/settings.ts';
import type { Route } from '../model/yaml/source.ts';

/** All pipelines of a repository at one moment: a commit, or the working tree. */
export interface Side {
  /** Those whose shape is whole. */
  readonly pipelines: readonly Pipeline[];
  readonly settings: Settings;
  /** Ids of those that have errors all the same: they are compared, but neither their times nor their order are worked out. */
  readonly unfit?: ReadonlySet<string>;
  /** Ids of pipelines whose files could not be read as one: nothing is said about them. */
  readonly unread?: ReadonlySet<string>;
  /** Digests of files of the repository, by path from the root; those of files that both sides have alike may be left out. */
  readonly digests?: ReadonlyMap<string, string>;
  /** Whether a pipeline's file has a value at a route. Absent: causes of changes are not told. */
  readonly isWritten?: (pipeline: string, route: Route) => boolean;
}

/** The pipelines of a side by id; of the same id, the first. */
export function byId(side: Side): ReadonlyMap<string, Pipeline> {
  return new Map(side.pipelines.toReversed().map((pipeline) => [pipeline.id, pipeline]));
}
