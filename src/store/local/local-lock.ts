import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Instant, ProcessGroup } from '../../run/document.ts';
import { errorCode } from '../git/git-problem.ts';
import { ifExists, throwFileProblem } from './local-file.ts';

/** The process that holds a lock. A process id alone does not name one: it is used again after its end. */
export interface LockOwner extends ProcessGroup {
  readonly host: string;
  readonly since: Instant;
}

export interface LockPorts {
  /** True if this very process lives, and not a later one with its id. */
  isAlive(owner: ProcessGroup): boolean;
  /** A name that is never given twice. */
  nonce(): string;
}

export type Acquired =
  | { readonly ok: true; readonly lock: HeldLock }
  | { readonly ok: false; readonly owner: LockOwner };

export interface HeldLock {
  /** Gives the lock back. May be called twice. */
  release(): void;
}

interface LockRecord extends LockOwner {
  readonly nonce: string;
}

/** More rounds than contenders can make each other lose; each lost round means that another one moved on. */
const rounds = 1000;

/**
 * Takes the lock `file`, or says who has it. Taking is `link(2)` of a complete file to a name that does not exist yet, so
 * content is never half-written and one contender wins.
 *
 * The lock of a dead process has one successor: the file named after its nonce, taken in the same way; only who has that
 * may put it in the dead one's place. Nonces are never used again, so a contender that was slow finds out that what it
 * succeeded is no longer the lock. An owner on another host cannot be judged from here and counts as alive.
 *
 * @throws {Problem} SG604 read-only, SG605 full disk.
 */
export function acquireLock(file: string, self: LockOwner, ports: LockPorts): Acquired {
  const mine: LockRecord = { ...self, nonce: ports.nonce() };
  const draft = `${file}.${mine.nonce}.new`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(draft, JSON.stringify(mine), { flag: 'wx' });
    return take(file, draft, mine, ports);
  } catch (error) {
    return throwFileProblem(error);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Who holds the lock now; undefined if nobody does, or only a dead process. */
export function lockOwner(file: string, host: string, ports: Pick<LockPorts, 'isAlive'>): LockOwner | undefined {
  const last = chain(file).at(-1)?.record;
  if (last === undefined || !mayLive(last, host, ports)) return undefined;
  return ownerIn(last);
}

function ownerIn({ pid, started, boot, host, since }: LockRecord): LockOwner {
  return { pid, started, boot, host, since };
}

function take(file: string, draft: string, mine: LockRecord, ports: LockPorts): Acquired {
  for (let round = 0; round < rounds; round += 1) {
    const links = chain(file);
    const last = links.at(-1);
    if (last !== undefined && mayLive(last.record, mine.host, ports)) return { ok: false, owner: ownerIn(last.record) };
    const place = last === undefined ? file : successor(file, last.record);
    if (!linkNew(draft, place)) continue;
    if (chain(file).at(-1)?.record.nonce === mine.nonce) return { ok: true, lock: settle(file, place, links, mine) };
    rmSync(place, { force: true });
  }
  throw new Error(`the lock ${file} changed hands ${rounds} times`);
}

/** Moves a successor into the first place, and clears away what it succeeded. */
function settle(file: string, place: string, links: readonly Link[], mine: LockRecord): HeldLock {
  if (place !== file) renameSync(place, file);
  for (const link of links) if (link.path !== file) rmSync(link.path, { force: true });
  return {
    release() {
      if (readRecord(file)?.nonce === mine.nonce) rmSync(file, { force: true });
    },
  };
}

interface Link {
  readonly path: string;
  readonly record: LockRecord;
}

/** The lock, its successor, that one's successor, …: the last is in force. */
function chain(file: string): readonly Link[] {
  const links: Link[] = [];
  let path = file;
  for (;;) {
    const record = readRecord(path);
    if (record === undefined || links.some((link) => link.path === path)) return links;
    links.push({ path, record });
    path = successor(file, record);
  }
}

function successor(file: string, record: LockRecord): string {
  return `${file}.${record.nonce}`;
}

function mayLive(owner: LockRecord, host: string, ports: Pick<LockPorts, 'isAlive'>): boolean {
  if (owner.nonce === damaged.nonce) return false;
  if (owner.host !== host) return true;
  return ports.isAlive(owner);
}

function linkNew(draft: string, place: string): boolean {
  try {
    linkSync(draft, place);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Stands for a file that a power cut or a person left unreadable: no process can have it. */
const damaged: LockRecord = { pid: 0, started: '', boot: '', host: '', since: '', nonce: 'damaged' };

function readRecord(path: string): LockRecord | undefined {
  const text = ifExists(() => readFileSync(path, 'utf8'));
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : damaged;
  } catch {
    return damaged;
  }
}

function isRecord(value: unknown): value is LockRecord {
  if (typeof value !== 'object' || value === null) return false;
  const fields = new Map<string, unknown>(Object.entries(value));
  const texts = ['started', 'boot', 'host', 'since', 'nonce'].map((name) => fields.get(name));
  const plainNonce = /^[A-Za-z0-9-]{1,64}$/.test(String(fields.get('nonce')));
  return Number.isSafeInteger(fields.get('pid')) && texts.every((text) => typeof text === 'string') && plainNonce;
}
