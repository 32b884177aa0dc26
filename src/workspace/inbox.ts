import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cancellation } from '../run/document.ts';
import type { Clock } from '../run/ports.ts';
import { fileNameFor, ifExists } from '../store/local-file.ts';

/** How often a run looks whether somebody asked it to end. */
const lookMs = 500;

/** Asks the process that works on a run, on this machine, to end it. */
export function requestCancel(segueDir: string, run: string, cancellation: Cancellation, nonce: string): void {
  const file = requestFile(segueDir, run);
  mkdirSync(join(segueDir, 'inbox'), { recursive: true });
  const draft = `${file}.${nonce}`;
  writeFileSync(draft, JSON.stringify(cancellation));
  renameSync(draft, file);
}

/** Calls back for each request, until the result is called. A request for a run that has ended is forgotten. */
export function watchInbox(
  segueDir: string,
  run: string,
  clock: Clock,
  onCancel: (cancellation: Cancellation) => void,
): () => void {
  const file = requestFile(segueDir, run);
  rmSync(file, { force: true });
  let stop = clock.after(lookMs, look);
  function look(): void {
    const text = ifExists(() => readFileSync(file, 'utf8'));
    if (text !== undefined) {
      rmSync(file, { force: true });
      onCancel(parseRequest(text));
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

/** Whoever can write this file can also kill the process: an odd one still means "end". */
function parseRequest(text: string): Cancellation {
  try {
    const { by, reason } = JSON.parse(text) as { by?: unknown; reason?: unknown };
    return {
      why: 'request',
      by: typeof by === 'string' ? by : 'unknown',
      ...(typeof reason === 'string' ? { reason } : {}),
    };
  } catch {
    return { why: 'request', by: 'unknown' };
  }
}
