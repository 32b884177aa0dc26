import { Problem } from '../../diagnostic/problem.ts';
import type { AuditRecord, HistoryRequest } from '../../run/audit.ts';
import { readAuditMessage } from '../../run/audit-message.ts';
import type { Version } from '../documents/documents.ts';
import { auditPath, decodeAudit } from '../upkeep/carried-audit.ts';
import type { GitDocuments } from './git-documents.ts';
import type { StateRepository } from './git-objects.ts';
import { git } from './git-process.ts';

export interface HistorySource {
  readonly repository: StateRepository;
  readonly documents: GitDocuments;
}

/** Changes that nobody asked for: how far runs had got, what a forge shows, and what clones have joined. */
const byTheWay = '^Segue-(Joined: .*|Action: (checkpoint|tell|join))$';
/** The last second of the year 9999. */
const lastSecond = 253_402_300_799;

/**
 * The audit log of a ref, newest first: its commits, and what was kept of those that are squashed.
 *
 * @throws {Problem} SG607 if what was kept of a squashed history cannot be believed.
 */
export async function readHistory(
  source: HistorySource,
  ref: string,
  { most, all }: Pick<HistoryRequest, 'most' | 'all'>,
): Promise<readonly AuditRecord[]> {
  const { documents } = source;
  const head = await documents.head(ref);
  if (head === undefined) return [];
  const versions = await newestVersions(source, head, most, all);
  const records = await Promise.all(versions.map((version) => recordOf(documents, version)));
  if (records.length >= most) return records;
  const known = new Set(versions);
  const carried = decodeAudit((await documents.read(head, auditPath)) ?? '');
  return [...records, ...carried.filter(({ commit }) => !known.has(commit))].slice(0, most);
}

async function newestVersions(
  { repository }: HistorySource,
  head: Version,
  most: number,
  all: boolean,
): Promise<readonly Version[]> {
  const place = { ...repository.place, directory: repository.gitStore, gitDir: repository.gitStore };
  const filter = all ? [] : ['--extended-regexp', `--grep=${byTheWay}`, '--invert-grep'];
  const args = ['rev-list', `--max-count=${most}`, ...filter, head, '--'];
  const text = (await git(place, 'read the history of the state', args)).toString();
  return text.split('\n').filter((line) => line !== '');
}

async function recordOf(documents: GitDocuments, commit: Version): Promise<AuditRecord> {
  try {
    const { author, seconds, message } = await documents.about(commit);
    const said = readAuditMessage(message);
    const at = new Date((seconds <= lastSecond ? seconds : 0) * 1_000).toISOString();
    const by = said.by ?? author.slice(0, 2_000);
    return { at, ...said, ...(by === '' ? {} : { by }), commit };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { at: new Date(0).toISOString(), action: 'other', detail: 'cannot be read', commit };
  }
}
