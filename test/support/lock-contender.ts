import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { identify, isAlive } from '../../src/process/identity.ts';
import { acquireLock, type HeldLock } from '../../src/store/local/local-lock.ts';

/*
 * A process of its own that tries for locks. Says `ready`, then answers each line of its input: a JSON list of files is
 * tried for in that order and answered by the files that it got; `release` gives all back. Ends with its input.
 */
const self = identify(process.pid);
if (self === undefined) throw new Error('this process does not find itself');
const owner = { ...self, host: 'test', since: '2026-03-01T05:00:00.000Z' };
const held: HeldLock[] = [];

function tryAll(files: readonly string[]): readonly string[] {
  return files.filter((file) => {
    const acquired = acquireLock(file, owner, { isAlive, nonce: randomUUID });
    if (acquired.ok) held.push(acquired.lock);
    return acquired.ok;
  });
}

function release(): readonly string[] {
  for (const lock of held.splice(0)) lock.release();
  return [];
}

process.stdout.write('ready\n');
for await (const line of createInterface({ input: process.stdin })) {
  const answer = line === 'release' ? release() : tryAll(JSON.parse(line) as readonly string[]);
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
