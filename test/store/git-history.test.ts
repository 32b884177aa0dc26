import { describe, expect, onTestFinished, test } from 'vitest';
import type { AuditEntry } from '../../src/run/audit.ts';
import { stateRef } from '../../src/store/names.ts';
import { auditPath, mostCarried } from '../../src/store/upkeep/carried-audit.ts';
import { checkState } from '../../src/store/upkeep/state-check.ts';
import { exportState } from '../../src/store/upkeep/state-export.ts';
import { type ScratchRepository, scratchRepository } from '../support/scratch-repository.ts';
import { runOf } from './state-documents.ts';
import { openState, sharedRemote, stoppedClock, store } from './state-fixture.ts';

const place = { environment: 'production', pipeline: 'a' } as const;
const ref = stateRef(place.environment, place.pipeline);
const newest = { ...place, most: 20, all: false } as const;

async function open(clone: ScratchRepository, remote?: string) {
  const git = await openState(clone, { clock: stoppedClock, ...(remote === undefined ? {} : { remote }) });
  onTestFinished(() => git.close());
  const write = async (entry: AuditEntry, run: string) => {
    const change = () => ({ runs: [runOf('production', 'a', run)] });
    expect(await git.state.update('production', 'a', entry, change)).toEqual({ outcome: 'written' });
  };
  const actions = async (all = false) => (await git.history({ ...newest, all })).map(({ action }) => action);
  return { ...git, write, actions };
}

/** Adds a commit with this message and the same documents, as somebody at a keyboard may. */
function byHand(clone: ScratchRepository, message: string, header = ''): void {
  const head = clone.git('rev-parse', ref);
  const tree = clone.git('rev-parse', `${ref}^{tree}`);
  const who = header === '' ? 'author Eve <e> 1700000000 +0000\ncommitter Eve <e> 1700000000 +0000' : header;
  const text = `tree ${tree}\nparent ${head}\n${who}\n\n${message}`;
  clone.write('by-hand', text);
  clone.git('update-ref', ref, clone.git('hash-object', '--literally', '-t', 'commit', '-w', 'by-hand'));
}

describe('the audit log of a ref', () => {
  test('tells what was done, newest first, without what goes by the way', async () => {
    const clone = scratchRepository();
    const git = await open(clone);
    expect(await git.history(newest)).toEqual([]);
    const reason = 'broken upstream\nSegue-By: Eve';
    await git.write({ action: 'serve', by: 'tick', run: 'r-1' }, 'r-1');
    await git.write({ action: 'checkpoint', by: 'tick', run: 'r-1' }, 'r-2');
    await git.write({ action: 'pause', by: 'Ana', reason }, 'r-3');
    const [pause, serve] = await git.history(newest);
    const at = '2026-03-01T05:00:00.000Z';
    expect(pause).toEqual({ at, action: 'pause', by: 'Ana', reason, commit: clone.git('rev-parse', ref) });
    expect(serve).toEqual({ at, action: 'serve', by: 'tick', run: 'r-1', commit: clone.git('rev-parse', `${ref}~2`) });
    expect(await git.actions(true)).toEqual(['pause', 'checkpoint', 'serve']);
    expect(await git.history({ ...newest, most: 1 })).toEqual([pause]);
  });

  test('tells what two clones did, once each, without the joining', async () => {
    const { clone } = sharedRemote();
    const [one, two] = [await open(clone('one'), 'origin'), await open(clone('two'), 'origin')];
    await store(one.state, 'production', 'a', 'r-0', 'now');
    await two.refresh('production');
    await one.write({ action: 'pause', by: 'Ana' }, 'r-1');
    await two.write({ action: 'mark', by: 'Bo' }, 'r-2');
    await one.flush();
    expect(await two.flush()).toEqual([]);
    expect((await two.actions()).toSorted()).toEqual(['end', 'mark', 'pause']);
    expect((await two.actions(true)).toSorted()).toEqual(['end', 'join', 'mark', 'pause']);
  });

  test('shows what was written by hand as what it is, whatever it holds', async () => {
    const clone = scratchRepository();
    const git = await open(clone);
    await git.write({ action: 'serve', by: 'tick', run: 'r-1' }, 'r-1');
    byHand(clone, 'mend \u001b[31mit\n\nSegue-Run: ../../x\n');
    byHand(clone, '', 'author x\ncommitter Eve <e> 99999999999999 +0000');
    byHand(clone, `${'x'.repeat(300_000)}\n`, 'author Eve <e> 1 +0000\ncommitter Eve <e> -5 +0000');
    const [long, empty, mended, served] = await git.history(newest);
    expect(long).toMatchObject({ at: '1970-01-01T00:00:00.000Z', action: 'other', by: 'Eve' });
    expect(long?.detail?.length).toBe(200);
    expect(empty).toEqual({
      at: '1970-01-01T00:00:00.000Z',
      action: 'other',
      commit: clone.git('rev-parse', `${ref}~1`),
    });
    expect(mended).toMatchObject({ at: '2023-11-14T22:13:20.000Z', by: 'Eve', detail: 'mend \\u001b[31mit' });
    expect(mended?.run).toBeUndefined();
    expect(served?.action).toBe('serve');
  });
});

describe('squashing', () => {
  test('keeps what was done, and says who squashed', async () => {
    const clone = scratchRepository();
    const git = await open(clone);
    await git.write({ action: 'serve', by: 'tick', run: 'r-1' }, 'r-1');
    await git.write({ action: 'checkpoint', by: 'tick', run: 'r-1' }, 'r-2');
    await git.write({ action: 'pause', by: 'Ana', reason: 'why\nnot' }, 'r-3');
    const before = await git.history(newest);
    await git.squash('production', 'a', 'Bo');
    const [squash, ...kept] = await git.history(newest);
    expect(squash).toMatchObject({ action: 'squash', by: 'Bo', detail: '3 versions' });
    expect(kept).toEqual(before);
    await git.write({ action: 'unpause', by: 'Ana' }, 'r-4');
    await git.squash('production', 'a', 'Bo');
    expect(await git.actions()).toEqual(['squash', 'unpause', 'squash', 'pause', 'serve']);
    expect(await git.history({ ...newest, most: 3 })).toHaveLength(3);
    expect(await checkState(git.documents, '2026-03-01T06:00:00.000Z')).toEqual([]);
    const kinds: string[] = [];
    for await (const line of exportState(git.documents)) kinds.push(JSON.parse(line).kind);
    expect(kinds).toContain('audit');
  });

  test('keeps the newest changes only', async () => {
    const clone = scratchRepository();
    const git = await open(clone);
    await git.write({ action: 'serve', by: 'tick' }, 'r-1');
    await git.write({ action: 'pause', by: 'Ana' }, 'r-2');
    const record = { at: '2026-01-01T00:00:00.000Z', action: 'serve', commit: 'c'.repeat(40) };
    const lines = Array.from({ length: mostCarried }, (_, index) => JSON.stringify({ ...record, by: `n${index}` }));
    const head = await git.documents.head(ref);
    const edits = new Map([[auditPath, lines.join('\n')]]);
    await git.documents.commit({ ref, parent: head, edits, message: 'old\n' });
    await git.squash('production', 'a', 'Bo');
    const all = await git.history({ ...newest, most: 5_000 });
    expect(all).toHaveLength(mostCarried + 1);
    expect([all[1]?.detail, all.at(-1)?.by]).toEqual(['old', `n${mostCarried - 4}`]);
  });

  test('refuses what was kept if it cannot be believed, and fsck names it', async () => {
    const clone = scratchRepository();
    const git = await open(clone);
    await git.write({ action: 'serve', by: 'tick' }, 'r-1');
    const edits = new Map([[auditPath, '{"at":"now"}\n']]);
    await git.documents.commit({ ref, parent: await git.documents.head(ref), edits, message: 'forged\n' });
    await expect(git.history(newest)).rejects.toMatchObject({ code: 'SG607' });
    const [finding] = await checkState(git.documents, '2026-03-01T06:00:00.000Z');
    expect(finding).toMatchObject({ severity: 'error', path: auditPath });
  });

  test('is followed by other clones; of what one had not pushed the documents stay, not the log', async () => {
    const { clone } = sharedRemote();
    const there = clone('two');
    const [one, two] = [await open(clone('one'), 'origin'), await open(there, 'origin')];
    await store(one.state, 'production', 'a', 'r-0', 'now');
    await store(one.state, 'production', 'a', 'r-1', 'now');
    await two.refresh('production');
    await (await open(there)).write({ action: 'mark', by: 'Bo' }, 'r-2');
    await one.squash('production', 'a', 'Ana');
    expect(await two.refresh('production')).toEqual([]);
    expect(await two.actions(true)).toEqual(['join', 'squash', 'end', 'end']);
    expect(await two.state.run('production', 'a', 'r-2')).toBeDefined();
  });

  test('in one clone alone does not show a change twice, once the remote has given the old history back', async () => {
    const { clone } = sharedRemote();
    const there = clone('one');
    const one = await open(there, 'origin');
    await store(one.state, 'production', 'a', 'r-0', 'now');
    await store(one.state, 'production', 'a', 'r-1', 'now');
    const before = await one.history(newest);
    await (await open(there)).squash('production', 'a', 'Ana');
    await one.refresh('production');
    expect(await one.history(newest)).toEqual(before);
    expect(there.git('ls-tree', '--name-only', ref)).toContain(auditPath);
  });
});
