import type { EventRow, ToldOnce } from './event-row.ts';
import { eventTable } from './events.ts';

/** What nothing but a webhook tells, and how soon it is wanted: a lower `rank` first. Absent for what shows in the repository, or is nothing to us. */
export function toldOnce(
  event: string,
  action: string | undefined,
  table: readonly EventRow[] = eventTable,
): (ToldOnce & { readonly rank: number }) | undefined {
  for (const [rank, { lost, ...row }] of table.entries()) {
    const isIt = row.event === event && (row.actions?.includes(action ?? '') ?? true);
    if (isIt && lost !== 'in the repository') return { ...lost, rank };
  }
  return undefined;
}
