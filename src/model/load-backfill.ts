import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { type Backfill, backfillDefaults, backfillId } from './backfill.ts';
import { finding, type Report } from './finding.ts';
import { FindingList } from './finding-list.ts';
import { pipelineIdProblem } from './names.ts';
import { readFile } from './read-file.ts';
import { clip } from './route-words.ts';
import { type BackfillFile, backfillSchema } from './schema/backfill-schema.ts';
import { explainIssues } from './schema/explain-issues.ts';
import { defaultSettings, type Settings } from './settings.ts';
import type { Source } from './yaml/source.ts';

/** A backfill file after loading; `backfill` is present if its whole shape is right. */
export interface LoadedBackfill {
  readonly source: Source;
  readonly backfill?: Backfill;
  /** Sorted. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads one backfill file. Never throws, whatever the bytes. `file` is the path from the repository's root. */
export function loadBackfill(
  file: string,
  input: Uint8Array | string,
  settings: Settings = defaultSettings,
): LoadedBackfill {
  const found = new FindingList();
  const { value, source, sound, report } = readFile(file, input, 'a backfill', found.add);
  const id = backfillId(file, settings.pipelines);
  checkId(id, file, report);
  if (value === undefined) return { source, diagnostics: found.toSorted() };
  const parsed = backfillSchema().safeParse(value);
  if (!parsed.success)
    explainIssues(parsed.error.issues, { kind: 'backfill', value, source, report, isFull: found.isFull });
  const diagnostics = found.toSorted();
  if (!parsed.success || !sound) return { source, diagnostics };
  return { source, backfill: normalise(parsed.data, id, file), diagnostics };
}

function normalise(file: BackfillFile, id: string, path: string): Backfill {
  return Object.freeze({
    id,
    file: path,
    pipeline: file.pipeline,
    from: file.from,
    to: file.to,
    reprocess: file.reprocess ?? backfillDefaults.reprocess,
    maxActive: file['max-active'] ?? backfillDefaults.maxActive,
    order: file.order ?? backfillDefaults.order,
    params: Object.freeze({ ...file.params }),
    reason: file.reason.trim(),
  });
}

/** What is remembered of a backfill is kept under its id. */
function checkId(id: string, file: string, report: Report): void {
  const problem = pipelineIdProblem(id);
  if (problem === undefined) return;
  const message = `\`${clip(id, 120)}\` cannot be the id of a backfill: ${problem}`;
  const help = 'Rename the file: its path takes letters, digits, `_`, `-` and `.`, 200 characters at most.';
  report(finding('badId', { file, start: 0, end: 0 }, message, help));
}
