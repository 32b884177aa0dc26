import type { AuditRecord } from '../../run/audit.ts';
import type { RunDocument } from '../../run/document.ts';
import type { PipelineState } from '../../run/ports.ts';
import { decodeHistory, decodeRun, decodeState, type Owner } from '../codec/codec.ts';
import { decodeDurations, decodeRunList } from '../codec/codec-past.ts';
import type { DurationsDocument, RunList } from '../codec/schema-past.ts';
import type { MonthHistory } from '../codec/schema-state.ts';
import { durationsPath, monthOfPath, runListPath, runOfPath, statePath } from '../names.ts';
import { auditPath, decodeAudit } from '../upkeep/carried-audit.ts';

/** A document of a pipeline, as `segue state` looks at all of them. */
export type KnownDocument =
  | { readonly kind: 'pipeline'; readonly document: PipelineState }
  | { readonly kind: 'runs'; readonly document: RunList }
  | { readonly kind: 'durations'; readonly document: DurationsDocument }
  | { readonly kind: 'run'; readonly document: RunDocument }
  | { readonly kind: 'history'; readonly document: MonthHistory }
  | { readonly kind: 'audit'; readonly document: readonly AuditRecord[] };

/**
 * Reads what lies at a path of a state; undefined if Segue keeps nothing there.
 *
 * @throws {Problem} SG606, SG607
 */
export function decodeAt(path: string, text: string, owner: Owner): KnownDocument | undefined {
  const [run, month] = [runOfPath(path), monthOfPath(path)];
  if (path === statePath) return { kind: 'pipeline', document: decodeState(text, owner) };
  if (path === runListPath) return { kind: 'runs', document: decodeRunList(text, owner) };
  if (path === durationsPath) return { kind: 'durations', document: decodeDurations(text, owner) };
  if (run !== undefined) return { kind: 'run', document: decodeRun(text, owner, run) };
  if (month !== undefined) return { kind: 'history', document: decodeHistory(text, month) };
  if (path === auditPath) return { kind: 'audit', document: decodeAudit(text) };
  return undefined;
}
