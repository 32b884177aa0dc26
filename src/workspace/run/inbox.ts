import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cancellation } from '../../run/document.ts';
import type { Clock } from '../../run/ports.ts';
import { fileNameFor, ifExists } from '../../store/local/local-file.ts';
import type { LockOwner } from '../../store/local/local-lock.ts';

/** How often a run looks whether somebody asked it to end. */
const lookMs = 500;

/** Asks the process that works on a run, on this machine, to end it. Whoever works on it later is not meant. */
export function requestCancel(
  segueDir: string,
  run: string,
  owner: LockOwner,
  cancellation: Cancellation,
  nonce: string,
): void {
  const file = requestFile(segueDir, run);
  mkdirSync(join(segueDir, 'inbox'), { recursive: true });
  const draft = `${file}.${nonce}`;
  writeFileSync(draft, JSON.stringify({ ...cancellation, to: addressOf(owner) }));
  renameSync(draft, file);
}

/**
 * Calls back for each request to `owner`, until the result is called; also for one that was made while it had the run and did not
 * look yet, since a claim may take its time. What an earlier process was asked for is forgotten.
 */
export function watchInbox(
  segueDir: string,
  run: string,
  owner: LockOwner | undefined,
  clock: Clock,
  onCancel: (cancellation: Cancellation) => void,
): () => void {
  const file = requestFile(segueDir, run);
  let stop = clock.after(lookMs, look);
  function look(): void {
    const text = ifExists(() => readFileSync(file, 'utf8'));
    if (text !== undefined) {
      rmSync(file, { force: true });
      const { to, cancellation } = parseRequest(text);
      if (to === undefined || owner === undefined || to === addressOf(owner)) onCancel(cancellation);
    }
    stop = clock.after(lookMs, look);
  }
  return () => {
    stop();
    rmSync(file, { force: true });
  };
}

function requestFile(segueDir: string, run: string): string {
  return join(segueDir, 'inbox', `${fileNameFor(run)}.json`);
}

/** One process that works on a run once: it may let go of the run, and take it again later. */
function addressOf({ host, boot, pid, started, since }: LockOwner): string {
  return [host, boot, pid, started, since].join(' ');
}

/** Whoever can write this file can also kill the process: an odd one still means "end". */
function parseRequest(text: string): { readonly to?: string; readonly cancellation: Cancellation } {
  try {
    const { by, reason, to } = JSON.parse(text) as { by?: unknown; reason?: unknown; to?: unknown };
    return {
      ...(typeof to === 'string' ? { to } : {}),
      cancellation: {
        why: 'request',
        by: typeof by === 'string' ? by : 'unknown',
        ...(typeof reason === 'string' ? { reason } : {}),
      },
    };
  } catch {
    return { cancellation: { why: 'request', by: 'unknown' } };
  }
}
