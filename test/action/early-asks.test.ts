import { expect, test, vi } from 'vitest';
import { EarlyAsks } from '../../src/action/early-asks.ts';
import type { Rest } from '../../src/tick/next-job.ts';
import { LeftWork } from '../../src/workspace/tick/left-work.ts';
import type { TickEvent } from '../../src/workspace/tick/tick-event.ts';
import { epoch, second } from '../support/builders.ts';
import { documentOf } from '../support/documents.ts';

const now = Date.parse(epoch);
const minute = 60_000;

interface JobOptions {
  readonly minutesLeft?: number;
  readonly ask?: (rest: Rest) => Promise<boolean>;
}

function job({ minutesLeft = 120, ask: answer = async () => true }: JobOptions = {}) {
  const left = new LeftWork();
  const asked: Rest[] = [];
  const ask = (rest: Rest) => {
    asked.push(rest);
    return answer(rest);
  };
  const asks = new EarlyAsks({ left, ask, now: () => now, endsAt: now + minutesLeft * minute });
  const take = (event: TickEvent) => {
    left.take(event);
    asks.take(event);
  };
  return {
    begin: (run: string) => {
      const start = { cause: { kind: 'schedule' }, generation: 0 } as const;
      take({ event: 'claimed', pipeline: run, run, start });
      const of = { at: epoch, run, task: 'load', attempt: 1, of: 1 };
      take({ event: 'run', pipeline: run, progress: { event: 'task-started', ...of } });
    },
    handOver: (run: string, resumesAt = epoch) => {
      const cancelled = { why: 'interrupt', by: 'segue', resumesAt } as const;
      take({ event: 'ended', pipeline: run, document: { ...documentOf({}, { state: 'cancelled', cancelled }), run } });
    },
    asked: () => asked.map(({ runs }) => runs),
    atEnd: async () => {
      await asks.close();
      return left.rest(epoch)?.runs;
    },
  };
}

test('while others go on, the next job is woken at once for what was handed over, and not again at the end', async () => {
  const { begin, handOver, asked, atEnd } = job();
  begin('r-long');
  begin('r-other');
  handOver('r-long');
  expect(asked()).toEqual([['r-long']]);
  handOver('r-other');
  expect(asked()).toHaveLength(1);
  expect(await atEnd()).toEqual(['r-other']);
});

test('what was not taken is asked for at the end', async () => {
  const { begin, handOver, asked, atEnd } = job({ ask: async () => false });
  begin('r-long');
  begin('r-other');
  handOver('r-long');
  expect(asked()).toHaveLength(1);
  expect(await atEnd()).toEqual(['r-long']);
});

test.each([
  ['the job ends soon', { minutesLeft: 4 }, epoch],
  ['no job could go on now', {}, second(1)],
])('not if %s', async (_, options, resumesAt) => {
  const { begin, handOver, asked, atEnd } = job(options);
  begin('r-long');
  begin('r-other');
  handOver('r-long', resumesAt);
  expect(asked()).toEqual([]);
  expect(await atEnd()).toEqual(['r-long']);
});

test('a question that breaks off is told at the end, and ends nothing that goes on', async () => {
  const broken = vi.fn(() => Promise.reject(new TypeError('no such thing')));
  const { begin, handOver, atEnd } = job({ ask: broken });
  begin('r-long');
  begin('r-other');
  handOver('r-long');
  // Node.js finds a rejection that nobody handles once all that is waiting has been done; vitest fails of one.
  await new Promise((resolve) => setImmediate(resolve));
  expect(broken).toHaveBeenCalledOnce();
  await expect(atEnd()).rejects.toThrow('no such thing');
});
