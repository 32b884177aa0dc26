import type { RunDocument } from '../../src/run/document.ts';
import type { PipelineState, StateWriter } from '../../src/run/ports.ts';

/** One write that got through. */
export interface Write {
  readonly pipeline: string;
  readonly action: string;
  readonly before: PipelineState;
  readonly after: PipelineState;
  readonly runs: readonly RunDocument[];
}

/** A store whose writes somebody watches. */
export function watchedState(store: StateWriter, watch: (write: Write) => void): StateWriter {
  return {
    pipelines: (...args) => store.pipelines(...args),
    environments: () => store.environments(),
    state: (...args) => store.state(...args),
    view: (...args) => store.view(...args),
    run: (...args) => store.run(...args),
    update: async (environment, pipeline, entry, change, options) => {
      let write: Write | undefined;
      const result = await store.update(
        environment,
        pipeline,
        entry,
        async (view) => {
          const wanted = await change(view);
          const { state = view.state, runs = [] } = wanted ?? {};
          write = { pipeline, action: entry.action, before: view.state, after: state, runs };
          return wanted;
        },
        options,
      );
      if (result.outcome === 'written' && write !== undefined) watch(write);
      return result;
    },
  };
}
