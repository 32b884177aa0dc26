import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, onTestFinished, test } from 'vitest';
import { identify, isAlive } from '../../src/process/identity.ts';
import { acquireLock, lockOwner } from '../../src/store/local/local-lock.ts';
import { scratchFolder } from '../support/scratch-repository.ts';

const contenders = 4;
const program = join(import.meta.dirname, '../support/lock-contender.ts');

describe('processes that race for locks', () => {
  test('each get what no other gets: free, stale, half taken over and unreadable ones', async () => {
    const processes = await startAll();
    let winners = 0;
    // On a busy machine one of them may be through before the others begin: that was no race.
    while (winners < 2) {
      const folder = scratchFolder();
      const files = Array.from({ length: 200 }, (_, index) => prepare(join(folder, `${index}.lock`), index % 4));
      const won = await Promise.all(processes.map((process) => process.ask(JSON.stringify(files))));
      expect(won.flat().sort()).toEqual([...files].sort());
      winners = won.filter((files) => files.length > 0).length;
    }
  });

  test('take over from one that was killed, and only one of them', async () => {
    const file = join(scratchFolder(), 'run.lock');
    const processes = await startAll();
    for (let left = processes; left.length > 0; ) {
      const won = await Promise.all(left.map((process) => process.ask(JSON.stringify([file]))));
      const winners = left.filter((_, index) => won[index]?.length === 1);
      expect(winners).toHaveLength(1);
      expect(lockOwner(file, 'test', { isAlive })?.pid).toBe(winners[0]?.pid);
      await winners[0]?.kill();
      left = left.filter((process) => process !== winners[0]);
    }
    expect(lockOwner(file, 'test', { isAlive })).toBeUndefined();
  });

  test('wait for nobody: a lock that is given back is free at once', async () => {
    const file = join(scratchFolder(), 'run.lock');
    const [first, second] = await startAll(2);
    for (let round = 0; round < 20; round += 1) {
      expect(await first?.ask(JSON.stringify([file]))).toEqual([file]);
      expect(await second?.ask(JSON.stringify([file]))).toEqual([]);
      await first?.ask('release');
      expect(await second?.ask(JSON.stringify([file]))).toEqual([file]);
      await second?.ask('release');
    }
  });
});

test('a process that got the pid of a dead owner does not pass for it', () => {
  const file = join(scratchFolder(), 'run.lock');
  const self = identify(process.pid);
  if (self === undefined) throw new Error('this process does not find itself');
  const owner = { ...self, host: 'test', since: '2026-03-01T05:00:00.000Z' };
  acquireLock(file, { ...owner, started: `${Number(self.started) - 100_000}` }, { isAlive, nonce: () => 'old' });
  expect(acquireLock(file, owner, { isAlive, nonce: () => 'new' }).ok).toBe(true);
});

/** Leaves a lock in one of the states in which a contender may find it. */
function prepare(file: string, state: number): string {
  const dead = { pid: 2 ** 22 + 1, started: '1', boot: 'b', host: 'test', since: '2026-03-01T05:00:00.000Z' };
  if (state === 1 || state === 2) writeFileSync(file, JSON.stringify({ ...dead, nonce: 'first' }));
  if (state === 2) writeFileSync(`${file}.first`, JSON.stringify({ ...dead, nonce: 'second' }));
  if (state === 3) writeFileSync(file, '');
  return file;
}

class Contender {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;

  constructor() {
    this.#child = spawn(process.execPath, [program], { stdio: 'pipe' });
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  async ready(): Promise<this> {
    expect((await this.#lines.next()).value).toBe('ready');
    return this;
  }

  async ask(line: string): Promise<readonly string[]> {
    this.#child.stdin.write(`${line}\n`);
    return JSON.parse((await this.#lines.next()).value);
  }

  async kill(): Promise<void> {
    const exited = once(this.#child, 'exit');
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill('SIGKILL');
    await exited;
  }
}

function startAll(count = contenders): Promise<readonly Contender[]> {
  const all = Array.from({ length: count }, () => new Contender());
  onTestFinished(async () => {
    await Promise.all(all.map((contender) => contender.kill()));
  });
  return Promise.all(all.map((contender) => contender.ready()));
}
