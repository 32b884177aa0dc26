import { expect } from 'vitest';
import { limits } from '../../../src/model/limits.ts';
import type { Interval, RunDocument } from '../../../src/run/document.ts';
import type { ActiveRun } from '../../../src/run/ports.ts';
import type { Known } from './chaos-known.ts';
import type { ChaosLine } from './chaos-ledger.ts';
import { eventsOf, type ToldTick } from './chaos-story.ts';
import { deployed } from './chaos-world.ts';

/** Served or passed over, each interval since the deployment is settled once, one after the other up to the cursor. */
export function expectSettledOnce({ state, runs }: Known): void {
  const served = runs.flatMap(({ interval }) => interval ?? []);
  const dropped = (state.dropped ?? []).map(({ from, to }) => ({ start: from, end: to }));
  const settled = [...served, ...dropped].sort((a, b) => (a.start < b.start ? -1 : 1));
  expect(gaps(settled), `${state.pipeline} is settled without gaps or overlaps`).toEqual([]);
  expect([settled[0]?.start, settled.at(-1)?.end], state.pipeline).toEqual([deployed, state.cursor]);
}

function gaps(settled: readonly Interval[]): readonly unknown[] {
  return settled.flatMap(({ start }, index) => {
    const before = settled[index - 1];
    return before === undefined || before.end === start ? [] : [{ before, start }];
  });
}

/** What is needed to judge how a run has ended. */
export interface Evidence {
  readonly ticks: readonly ToldTick[];
  /** Every claim of a run that the remote has ever had. */
  readonly claimsOf: (pipeline: string, run: string) => Promise<readonly ActiveRun[]>;
}

/** No run is left over; each is a success, or was rightly given up; and nothing ran again after its success was known. */
export async function expectAllWell(known: Known, evidence: Evidence): Promise<void> {
  expect(known.state.active).toEqual([]);
  for (const document of known.runs) {
    if (document.state === 'failed') await expectGivenUp(document, known, evidence);
    else expect(document, JSON.stringify(document)).toMatchObject({ state: 'success', generation: 0 });
    for (const { attempts } of Object.values(document.tasks)) {
      const success = attempts.findIndex(({ state }) => state === 'success');
      expect([-1, attempts.length - 1]).toContain(success);
    }
  }
}

/** Its runners died as often as a run is taken over, and once more; and the audit log says so. */
async function expectGivenUp(document: RunDocument, { history }: Known, { ticks, claimsOf }: Evidence): Promise<void> {
  const { run, pipeline } = document;
  const deaths = limits.takeovers + 1;
  const reason = `Whoever worked on it died, ${deaths} times.`;
  expect(document.actions.at(-1), JSON.stringify(document)).toMatchObject({ kind: 'lost', reason });
  const said = history.filter((entry) => entry.run === run && entry.action === 'lost');
  expect(said, `${pipeline} ${run} is lost once in the audit log`).toMatchObject([{ reason }]);
  const claims = await claimsOf(pipeline, run);
  const died = claims.filter(({ pid }) => ticks.some((tick) => tick.pid === pid && hasLostItsWork(tick)));
  const story = claims.map(({ pid, takeovers = 0 }) => `${pid} (${takeovers})`).join(', ');
  expect(died.length, `runners of ${pipeline} ${run} that died, of ${story}`).toBeGreaterThanOrEqual(deaths);
}

/** It was killed, or could not keep its lease, or not say how far it had got. */
function hasLostItsWork({ ended: { code, stdout, stderr } }: ToldTick): boolean {
  return code === null || stdout.includes('could not be renewed') || /SG60[89]/.test(stdout + stderr);
}

/** What tasks themselves say: no two copies at once, no two attempts of one name, and each task that is known to have come through did. */
export function expectLedger(lines: readonly ChaosLine[], known: ReadonlyMap<string, Known>): void {
  expect(lines.filter(({ kind }) => kind === 'overlap')).toEqual([]);
  const ids = lines.filter(({ kind }) => kind === 'start').map(({ run, task, attempt }) => `${run}/${task}/${attempt}`);
  expect(
    ids.filter((id, index) => ids.indexOf(id) !== index),
    'ids of attempts that were given twice',
  ).toEqual([]);
  const ended = lines.filter(({ kind }) => kind === 'end').map(({ run, task }) => `${run}/${task}`);
  const all = [...known.values()].flatMap(({ runs }) => runs);
  const tasks = all.flatMap(({ run, tasks }) =>
    Object.entries(tasks).map(([task, { state }]) => ({ run, task, state })),
  );
  const succeeded = tasks.filter(({ state }) => state === 'success').map(({ run, task }) => `${run}/${task}`);
  expect(ended).toEqual(expect.arrayContaining(succeeded));
  expect(tasks.map(({ run, task }) => `${run}/${task}`)).toEqual(expect.arrayContaining(ended));
}

/**
 * Whoever takes a run over finds tasks of it only where Segue alone was killed before: one that could not keep its lease, or
 * was asked to end, has ended them itself.
 */
export function expectNoneOutlivesItsLease(ticks: readonly ToldTick[]): void {
  const outlived = ticks.flatMap((tick) => {
    const others = ticks.filter((other) => other !== tick && other.what === 'kill');
    return leftBehind(tick).filter((run) => !others.some((other) => worksOn(other, run)));
  });
  expect(outlived).toEqual([]);
}

/** Runs of which a tick has found something that still ran. */
function leftBehind(tick: ToldTick): readonly string[] {
  const notices = eventsOf(tick).filter(({ message = '' }) => message.startsWith('Ended what the interrupted run'));
  return notices.flatMap(({ run }) => run ?? []);
}

function worksOn(tick: ToldTick, wanted: string): boolean {
  return eventsOf(tick).some(({ event, run }) => run === wanted && (event === 'claimed' || event === 'taking-over'));
}
