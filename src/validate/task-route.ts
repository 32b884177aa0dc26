import type { Route, Source } from '../model/yaml/source.ts';

/**
 * Where a task's value was written: at the task itself, or in the pipeline's `defaults`. A value that comes from the
 * settings has no place in the file; it is pointed at by the task's key.
 */
export function taskRoute(source: Source, task: string, path: Route): Route {
  const own: Route = ['tasks', task, ...path];
  if (source.has(own)) return own;
  const shared: Route = ['defaults', ...path];
  return source.has(shared) ? shared : own;
}

/** Where a variable of a task's environment was written: the task, `defaults` or the pipeline; the nearest one wins. */
export function envRoute(source: Source, task: string, name: string): Route {
  const route = taskRoute(source, task, ['env', name]);
  if (source.has(route)) return route;
  const pipelineWide: Route = ['env', name];
  return source.has(pipelineWide) ? pipelineWide : route;
}

/** Where one glob of a task's artifacts was written; `artifacts` may also be a single text. */
export function artifactRoute(source: Source, task: string, index: number): Route {
  const list = taskRoute(source, task, ['artifacts']);
  const item = [...list, index];
  return source.has(item) ? item : list;
}
