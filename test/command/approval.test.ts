import { expect, test } from 'vitest';
import { readApproval } from '../../src/command/approval.ts';
import { type ApprovalDesk, type CommandDesk, carryOut } from '../../src/command/carry-out.ts';
import { parseComment } from '../../src/command/parse-comment.ts';
import { md } from '../../src/report/text/markdown.ts';

const pipelines = new Set(['daily', 'finance/close']);

test.each<[string, ReturnType<typeof readApproval>]>([
  ['daily moves on Friday', { code: 'SG871', pipeline: 'daily', reason: 'moves on Friday' }],
  ['finance/close audited', { code: 'SG871', pipeline: 'finance/close', reason: 'audited' }],
  ['dailies move on Friday', { code: 'SG871', reason: 'dailies move on Friday' }],
  ['fine', { code: 'SG871', reason: 'fine' }],
  ['daily', undefined],
  ['', undefined],
])('%j', (words, approval) => {
  expect(readApproval('SG871', words.split(' ').filter(Boolean), pipelines)).toEqual(approval);
});

function approve(line: string, approvals?: ApprovalDesk) {
  const parsed = parseComment(line);
  if (parsed.kind !== 'command') throw new Error(line);
  const desk = (approvals === undefined ? {} : { approvals }) as CommandDesk;
  return carryOut(parsed.command, desk, { here: undefined, issue: 7, login: 'ana' });
}

/** A desk that knows the pull request 7, and writes down what it is asked. */
function deskOf(asked: unknown[]): ApprovalDesk {
  return {
    pipelinesOf: async (pull) => (pull === 7 ? pipelines : undefined),
    approve: async (...words) => {
      asked.push(words);
      return { isDone: true, body: md`Taken down.` };
    },
  };
}

test('an approval goes to the pull request where it is written, with who gives it', async () => {
  const asked: unknown[] = [];
  const outcome = await approve('/segue approve SG871 daily moves on Friday', deskOf(asked));
  expect(asked).toEqual([[7, { code: 'SG871', pipeline: 'daily', reason: 'moves on Friday' }, 'ana', undefined]]);
  expect(outcome).toEqual({ isDone: true, body: 'Taken down.' });
});

test('what names a pipeline and gives no reason is refused', async () => {
  const asked: unknown[] = [];
  const outcome = await approve('/segue approve SG871 daily', deskOf(asked));
  expect(outcome).toMatchObject({ isDone: false, body: expect.stringContaining('It does not say why.') });
  expect(asked).toEqual([]);
});

test.each<[string, ApprovalDesk | undefined]>([
  ['where nothing is reviewed', undefined],
  ['at what is no pull request', { ...deskOf([]), pipelinesOf: async () => undefined }],
])('%s it is refused', async (_, desk) => {
  const outcome = await approve('/segue approve SG871 it is fine', desk);
  expect(outcome).toMatchObject({ isDone: false, body: expect.stringContaining('at the open pull request') });
});
