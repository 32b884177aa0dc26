import { Problem } from '../../diagnostic/problem.ts';
import { auditMessage } from '../../run/audit-message.ts';
import type { Version } from '../documents/documents.ts';
import { reconcile, squashTrailer } from '../documents/reconcile.ts';
import { isShared } from '../documents/remote-documents.ts';
import { auditPath, encodeAudit, mostCarried } from '../upkeep/carried-audit.ts';
import type { GitDocuments } from './git-documents.ts';
import { readHistory } from './git-history.ts';
import type { StateRepository } from './git-objects.ts';
import { git } from './git-process.ts';
import type { StateRemote } from './git-remote.ts';

export interface SquashOptions {
  readonly repository: StateRepository;
  readonly documents: GitDocuments;
  readonly remote?: StateRemote | undefined;
  /** Hexadecimal digits that nobody else uses. */
  readonly nonce: string;
  /** Who asked for it. */
  readonly by: string;
}

/** `versions`: how many the history had. `conflict`: others kept writing. `missing`: there is no such state. */
export interface SquashResult {
  readonly outcome: 'squashed' | 'unchanged' | 'conflict' | 'missing';
  readonly versions: number;
}

const tries = 5;

/**
 * Replaces the history of a ref by one commit with the same documents, if nobody writes meanwhile; at the remote too, if
 * the ref is shared. The old history is named in a trailer, so that other clones know what became of it; git drops it in
 * its own time. Documents are not touched: their number is bounded by the retention, that of versions only by this. One more
 * keeps what the audit log said.
 *
 * @throws {Problem} SG608 if the remote refuses to have history replaced.
 */
export async function squashState(options: SquashOptions, ref: string): Promise<SquashResult> {
  for (let attempt = 0; attempt < tries; attempt++) {
    const result = await trySquash(options, ref);
    if (result.outcome !== 'conflict') return result;
  }
  return { outcome: 'conflict', versions: 0 };
}

async function trySquash(options: SquashOptions, ref: string): Promise<SquashResult> {
  const { documents, nonce, by } = options;
  const remote = isShared(ref) ? options.remote : undefined;
  if (remote) {
    await remote.fetch([ref]);
    await reconcile(documents, remote, ref);
  }
  const head = await documents.head(ref);
  if (head === undefined) return { outcome: 'missing', versions: 0 };
  const versions = await countVersions(options.repository, head);
  if (versions === 1) return { outcome: 'unchanged', versions };
  const said = auditMessage({ action: 'squash', by, detail: `${versions} versions` });
  const message = `${said}${squashTrailer}: ${head}\nSegue-Writer: ${nonce}\n`;
  const edits = new Map([[auditPath, encodeAudit(await readHistory(options, ref, { most: mostCarried, all: false }))]]);
  const squashed = await documents.prepare({ parents: [], base: head, edits, message });
  if (remote && !(await replaceAtRemote(remote, ref, head, squashed))) return { outcome: 'conflict', versions };
  const moved = await documents.move(ref, head, squashed);
  if (moved !== 'written' && remote) {
    await remote.fetch([ref]);
    await reconcile(documents, remote, ref);
  }
  return { outcome: moved === 'written' || remote ? 'squashed' : 'conflict', versions };
}

async function replaceAtRemote(remote: StateRemote, ref: string, head: Version, squashed: Version): Promise<boolean> {
  // What only this clone has must be there first: the lease names exactly what is replaced.
  const first = (await remote.push([{ ref, version: head }])).get(ref);
  if (first?.kind !== 'done') return failed(ref, first);
  const second = (await remote.push([{ ref, version: squashed, replaces: head }])).get(ref);
  return second?.kind === 'done' || failed(ref, second);
}

function failed(ref: string, verdict: { readonly kind: string; readonly reason?: string } | undefined): false {
  if (verdict?.kind !== 'refused') return false;
  throw new Problem(
    'SG608',
    `The remote refuses to have the history of ${ref} replaced: ${verdict.reason ?? 'no reason given'}.`,
    'Allow this account to force-push below refs/segue/, or leave the history as it is.',
  );
}

/** How many versions a state has. */
export async function countVersions(repository: StateRepository, version: Version): Promise<number> {
  const place = { ...repository.place, directory: repository.gitStore, gitDir: repository.gitStore };
  return Number((await git(place, 'count versions', ['rev-list', '--count', version])).toString());
}
