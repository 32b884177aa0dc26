import type { RunDocument, TaskRecord } from '../../run/document.ts';

/** One task, or several that are told together because they wait or were left out for the same reason. */
export interface FoldedTasks {
  /** In file order, at least one. */
  readonly ids: readonly string[];
  /** Of the first. */
  readonly record: TaskRecord;
}

/** From how many on tasks that wait or were left out for the same reason share a line. */
const foldFrom = 10;

/** The top-level tasks in order; very many that never ran, and all for one reason, are told once. */
export function foldTasks(run: RunDocument): readonly FoldedTasks[] {
  const rows: { ids: string[]; readonly record: TaskRecord; readonly key: string }[] = [];
  const sizes = new Map<string, number>();
  for (const [id, record] of Object.entries(run.tasks)) {
    if (id.endsWith(']')) continue;
    const idle = record.attempts.length === 0 && record.instances === undefined && record.mark === undefined;
    const key = idle ? JSON.stringify([record.state, record.reason, record.reused]) : id;
    sizes.set(key, (sizes.get(key) ?? 0) + 1);
    rows.push({ ids: [id], record, key });
  }
  const groups = new Map<string, (typeof rows)[number]>();
  return rows.filter((row) => {
    if ((sizes.get(row.key) ?? 0) < foldFrom) return true;
    const group = groups.get(row.key);
    if (group === undefined) groups.set(row.key, row);
    else group.ids.push(...row.ids);
    return group === undefined;
  });
}
