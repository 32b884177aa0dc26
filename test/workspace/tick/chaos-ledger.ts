import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Sourced by tasks. A line when a copy of a task begins and when it is through, each one `write` that appends; and a lock of the
 * kernel's for the task of an interval, that all processes of the copy inherit: one that does not get it has met another copy.
 */
export const ledgerScript = `what="$SEGUE_PIPELINE \${SEGUE_INTERVAL_START:-$SEGUE_RUN_ID} $SEGUE_TASK"
exec 9>>"$LEDGER/$(echo "$what" | tr ' /' '..').lock"
flock --nonblock 9 || echo "overlap $what $SEGUE_ATTEMPT $LANE" >> "$LEDGER/lines"
echo "start $what $SEGUE_ATTEMPT $LANE" >> "$LEDGER/lines"
through() { echo "end $what $SEGUE_ATTEMPT $LANE" >> "$LEDGER/lines"; }
`;

export interface ChaosLine {
  readonly kind: 'start' | 'end' | 'overlap';
  readonly pipeline: string;
  /** Start of the interval; without one the run's id. */
  readonly interval: string;
  readonly task: string;
  readonly run: string;
  /** Its id within the run and the task. */
  readonly attempt: string;
  /** The clone that it ran in. */
  readonly lane: string;
}

/** What tasks of all clones wrote, in the order in which it happened. */
export class ChaosLedger {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'lines'), '');
  }

  lines(): readonly ChaosLine[] {
    return readFileSync(join(this.folder, 'lines'), 'utf8').split('\n').filter(Boolean).map(parseLine);
  }
}

function parseLine(line: string): ChaosLine {
  const match = /^(start|end|overlap) (\S+) (\S+) (\S+) (r-\w+)\/.+\/(c?\d\S*) (\S+)$/.exec(line);
  if (match === null) throw new Error(`a torn line in the ledger: ${line}`);
  const [, kind, pipeline = '', interval = '', task = '', run = '', attempt = '', lane = ''] = match;
  return { kind: kind as ChaosLine['kind'], pipeline, interval, task, run, attempt, lane };
}
