import type { Span } from '../run/activity.ts';
import type { AuditRecord } from '../run/audit.ts';
import type { Workspace } from './workspace.ts';

/** Changes of a pipeline that are looked at; with more the oldest pauses are forgotten. */
const mostRecords = 1_000;

/** When nothing of a pipeline was to start by itself, oldest first, as its history tells. A pause that lasts has no end. */
export async function pausedSpans(
  { audit, environment }: Pick<Workspace, 'audit' | 'environment'>,
  pipeline: string,
): Promise<readonly Span[]> {
  const records = await audit.history({ environment, pipeline, most: mostRecords, all: false });
  return spansOf([...records].reverse());
}

function spansOf(records: readonly AuditRecord[]): readonly Span[] {
  const spans: Span[] = [];
  let from: number | undefined;
  for (const { action, at } of records) {
    if (action === 'pause') from ??= Date.parse(at);
    if (action !== 'unpause' || from === undefined) continue;
    spans.push({ from, to: Date.parse(at) });
    from = undefined;
  }
  return from === undefined ? spans : [...spans, { from, to: Number.POSITIVE_INFINITY }];
}
