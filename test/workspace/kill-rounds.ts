import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { attemptId, ofRun } from '../../src/run/attempt-id.ts';
import type { RunDocument } from '../../src/run/document.ts';
import type { Place } from '../support/cli-place.ts';
import type { SegueProcess } from '../support/cli-process.ts';
import fc from '../support/seeded-fast-check.ts';
import { childrenOf, killProcess, type Ledger, ledgerScript, livingOf } from './ledger.ts';

/**
 * Fans out, retries, fails where it may, hands files and outputs on. `hang` gets nowhere before there is a file
 * `released`: so there is always something left for a kill to leave behind. Some copies of it ignore TERM, also one that
 * has left the process group.
 */
export const pipeline = `description: d
owner: o
tasks:
  list: { run: '. ./ledger.sh; echo "items=[1,2,3]" >> "$SEGUE_OUTPUT"; through', artifacts: none }
  hang: { run: '. ./ledger.sh; . ./hang.sh; echo hung > out/hang; through', artifacts: [out/hang] }
  doubtful: { run: '. ./ledger.sh; through; exit 3', continue-on-error: true, artifacts: none }
  flaky:
    run: '. ./ledger.sh; [ -f "out/flaky" ] || { mkdir -p out; touch out/flaky; exit 1; }; through'
    retries: { limit: 5, delay: 20ms }
    artifacts: [out/flaky]
  part:
    needs: list
    foreach: \${{ fromJSON(needs.list.outputs.items) }}
    run: '. ./ledger.sh; mkdir -p out; echo "part $SEGUE_ITEM" > "out/part-$SEGUE_ITEM"; sleep 0.0$SEGUE_ITEM; through'
    artifacts: ['out/part-\${{ foreach.item }}']
  early: { needs: [flaky, hang], trigger-rule: one_success, run: '. ./ledger.sh; through', artifacts: none }
  alert: { needs: [doubtful, hang], trigger-rule: one_failed, run: '. ./ledger.sh; through', artifacts: none }
  sum:
    needs: [list, part]
    run: '. ./ledger.sh; cat out/part-* > out/sum; echo "bytes=$(wc -c < out/sum)" >> "$SEGUE_OUTPUT"; through'
    artifacts: [out/sum]
  last:
    needs: [sum, hang, early]
    env: { BYTES: '\${{ needs.sum.outputs.bytes }}' }
    run: '. ./ledger.sh; cat out/sum out/hang > out/last; echo "$BYTES" >> out/last; through'
    artifacts: [out/last]
`;

export const scripts = {
  'ledger.sh': ledgerScript,
  'hang.sh': `mkdir -p out
if [ ! -f "$LEDGER/released" ]; then
  if [ -f "$LEDGER/stubborn" ]; then
    trap '' TERM
    setsid sleep 300 >/dev/null 2>&1 &
  else
    sleep 300 &
  fi
  exec sleep 300
fi
`,
};

/** What `last` has made of everything that was handed on. */
export const result = 'part 1\npart 2\npart 3\nhung\n21\n';

export interface Round {
  readonly moments: readonly Moment[];
  /** What Segue has started itself, the starter shells, is killed as well. */
  readonly both: boolean;
  readonly stubborn: boolean;
}

/** A kill comes so many milliseconds after so many events were told; 0 events: after the start of the process. */
interface Moment {
  readonly events: number;
  readonly ms: number;
}

const moment = fc.oneof(
  { weight: 4, arbitrary: fc.record({ events: fc.integer({ min: 1, max: 18 }), ms: fc.integer({ min: 0, max: 60 }) }) },
  { weight: 1, arbitrary: fc.record({ events: fc.constant(0), ms: fc.integer({ min: 100, max: 1_200 }) }) },
);

/** After the first event, where fewer come than a moment waits for. */
const longestWaitMs = 1_000;

/** Always the same rounds for the same seed. */
export function roundsOf(seed: number, count: number): readonly Round[] {
  const moments = fc.array(moment, { minLength: 1, maxLength: 2 });
  const stubborn = fc.integer({ min: 0, max: 11 }).map((number) => number === 0);
  return fc.sample(fc.record({ moments, both: fc.boolean(), stubborn }), { seed, numRuns: count });
}

/** Prepares what `hang` does from now on. */
export function setHang({ folder }: Ledger, file: 'released' | 'stubborn'): void {
  writeFileSync(join(folder, file), '');
}

/** Kills Segue at its moment, alone or with what it has started itself; if it was not over by then. */
export async function killAt(segue: SegueProcess, { events, ms }: Moment, both: boolean): Promise<void> {
  const told = (count: number) => segue.told((_, index) => index >= count - 1).catch(() => undefined);
  if (events > 0) {
    await told(1);
    await Promise.race([told(events), after(longestWaitMs, segue)]);
  }
  await Promise.race([after(ms, segue), segue.ended]);
  const helpers = both ? childrenOf(segue.pid) : [];
  segue.kill('SIGKILL');
  for (const pid of helpers) killProcess(pid);
  await segue.ended;
}

function after(ms: number, { ended }: SegueProcess): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    void ended.then(() => clearTimeout(timer));
  });
}

/** What stands recorded at a moment, for comparison with what the ledger says afterwards. */
export interface Recorded {
  readonly document: RunDocument;
  readonly ledgerLines: number;
}

/** Reads the run under way as a person would; nothing of what a kill leaves may be torn. */
export async function inspect(place: Place, ledger: Ledger, environment: string): Promise<Recorded | undefined> {
  const fsck = await place.segue('state', 'fsck', '--env', environment);
  expect(fsck).toMatchObject({ code: 0, stderr: '' });
  const status = await place.segue('status', '--json', '--env', environment);
  if (status.stderr.includes('SG709')) return undefined;
  expect(status).toMatchObject({ code: 0, stderr: '' });
  const document = JSON.parse(status.stdout) as RunDocument;
  // No run gets there before it is released: this one is from an earlier round.
  if (document.state === 'success') return undefined;
  return { document, ledgerLines: ledger.lines().length };
}

/**
 * What must hold of a run that was killed and resumed, however often. Of attempts that began before `knownSince` continuations
 * the document need not know: they were lost with a machine.
 */
export function expectWhole(
  place: Place,
  ledger: Ledger,
  document: RunDocument,
  kills: readonly Recorded[],
  knownSince = 0,
): void {
  expect(document.state).toBe('success');
  expect(readFileSync(join(place.root, 'out/last'), 'utf8')).toBe(result);
  const lines = ledger.lines().filter(({ run }) => run === document.run);
  expect(lines.filter(({ kind }) => kind === 'overlap')).toEqual([]);
  const known = Object.entries(document.tasks).flatMap(([task, { attempts }]) =>
    attempts.map((attempt) => attemptId({ run: document.run, task, ...attempt })),
  );
  const mayBeLost = ofRun(document.run, knownSince);
  const started = lines.filter(({ kind }) => kind === 'start').map(({ attempt }) => attempt);
  expect(known).toEqual(expect.arrayContaining(started.filter((id) => !mayBeLost(id))));
  for (const kill of kills) expect(startedAgain(ledger, kill)).toEqual([]);
  expect(livingOf(document.run)).toEqual([]);
}

/** Fencing keys: no two attempts ever have the same id, whatever was lost of the earlier ones. */
export function expectDistinctAttempts(ledger: Ledger): void {
  const ids = ledger.lines().flatMap(({ kind, attempt }) => (kind === 'start' ? [attempt] : []));
  expect(ids).toHaveLength(new Set(ids).size);
}

/** `alert` follows from a task that fails, which each resume tries again: §4.4 lets it run again, and only it. */
const followsFailure = 'alert';

function startedAgain(ledger: Ledger, { document, ledgerLines }: Recorded): readonly string[] {
  const since = ledger.lines().slice(ledgerLines);
  const starts = new Set(
    since.filter(({ kind, run }) => kind === 'start' && run === document.run).map(({ task }) => task),
  );
  return Object.entries(document.tasks)
    .filter(([task, { state }]) => state === 'success' && starts.has(task) && task !== followsFailure)
    .map(([task]) => task);
}
