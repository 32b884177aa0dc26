import { changedPairs } from '../diff/changed-pair.ts';
import { byId } from '../diff/side.ts';
import type { PolicyCase, Touched } from './policy-case.ts';

/**
 * Pipelines that the change does something to: what the diff lists, what a side could not read, and what a backfill of the change would
 * run. Sorted by id.
 */
export function touchedPipelines(given: PolicyCase): readonly Touched[] {
  const { base, head, diff, backfills = [] } = given;
  const listed = changedPairs(diff, base, head, new Map()).map(({ change, before, after, oldTasks }): Touched => {
    const file = after?.file ?? before?.file ?? change.file;
    return { id: change.id, file, oldTasks, ...facesOf(before, after) };
  });
  const known = new Set(listed.map(({ id }) => id));
  const unread = diff.notCompared.filter((id) => !known.has(id) && mayDiffer(id, given));
  const run = backfills.filter(({ pipeline }) => !known.has(pipeline) && !unread.includes(pipeline));
  const more = new Map<string, string | undefined>(run.map(({ pipeline, file }) => [pipeline, file]));
  for (const id of unread) more.set(id, undefined);
  const find = finderIn(given);
  const found = [...more].map(([id, file]) => find(id, file));
  return [...listed, ...found].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Pipelines that see other variables, or run in a lane that is another now; those of `touched` are left out. Sorted by id. */
export function reachedBySettings(given: PolicyCase, touched: readonly Touched[]): readonly Touched[] {
  const known = new Set(touched.map(({ id }) => id));
  const reached = given.diff.settings.flatMap((change) =>
    change.kind === 'setting' || change.key === 'pools' ? [] : change.reaches.filter((id) => !known.has(id)),
  );
  const find = finderIn(given);
  return [...new Set(reached)].sort().map((id) => find(id));
}

function finderIn({ base, head }: PolicyCase): (id: string, because?: string) => Touched {
  const [old, now] = [byId(base), byId(head)];
  return (id, because) => {
    const [before, after] = [old.get(id), now.get(id)];
    const file = because ?? after?.file ?? before?.file ?? `${head.settings.pipelines}/${id}.yml`;
    const wasUnreadable = base.unread?.has(id) === true ? { wasUnreadable: true as const } : {};
    return { id, file, oldTasks: new Map(), ...facesOf(before, after), ...wasUnreadable };
  };
}

function facesOf(before: Touched['before'], after: Touched['after']): Pick<Touched, 'before' | 'after'> {
  return { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}

/** What neither side could read was no business of this change, if its file is the same. */
function mayDiffer(id: string, { base, head }: PolicyCase): boolean {
  if (base.unread?.has(id) !== head.unread?.has(id)) return true;
  const folders = [base, head].map(({ settings }) => (settings.pipelines === '.' ? '' : `${settings.pipelines}/`));
  const paths = folders.flatMap((folder) => ['yml', 'yaml'].map((ending) => `${folder}${id}.${ending}`));
  return paths.some((path) => base.digests?.get(path) !== head.digests?.get(path));
}
