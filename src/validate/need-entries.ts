import type { Route, Source } from '../model/yaml/source.ts';

/** One entry of a task's `needs`, as the file has it. */
export interface NeedEntry {
  readonly id: string;
  readonly route: Route;
}

/** The entries of `needs` in file order, duplicates included: `needs: a` is one entry, a list has one for each item. */
export function needEntries(source: Source, task: string): readonly NeedEntry[] {
  const list: Route = ['tasks', task, 'needs'];
  if (!source.has([...list, 0])) return source.has(list) ? [entryAt(source, list)] : [];
  const entries: NeedEntry[] = [];
  for (let route: Route = [...list, 0]; source.has(route); route = [...list, entries.length]) {
    entries.push(entryAt(source, route));
  }
  return entries;
}

/** The first entry that names `need`, or the whole of `needs` if it is written in a way that hides it. */
export function needRoute(source: Source, task: string, need: string): Route {
  return needRoutes(source, task)(need);
}

/** As `needRoute`, for many needs of one task. */
export function needRoutes(source: Source, task: string): (need: string) => Route {
  const routes = new Map<string, Route>();
  for (const { id, route } of needEntries(source, task)) if (!routes.has(id)) routes.set(id, route);
  return (need) => routes.get(need) ?? ['tasks', task, 'needs'];
}

function entryAt(source: Source, route: Route): NeedEntry {
  const { start, end } = source.value(route);
  const written = source.text.slice(start, end);
  return { id: written.replace(/^(["'])(.*)\1$/s, '$2'), route };
}
