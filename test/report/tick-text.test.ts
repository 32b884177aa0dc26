import { expect, test } from 'vitest';
import { noteText, recoveryText, renderWaits, startText, waitText } from '../../src/report/command/tick-text.ts';
import { createStyle } from '../../src/report/text/ansi-style.ts';
import type { Note, Start, Wait } from '../../src/tick/step.ts';

const [from, to] = ['2026-03-01T05:00:00.000Z', '2026-03-02T05:00:00.000Z'];
const interval = { start: from, end: to };
const runs = ['r-1a1a1a1a', 'r-2b2b2b2b'];
const evil = 'a\u001b[31m\u0007b';

const starts: readonly Start[] = [
  { cause: { kind: 'schedule' }, interval, generation: 0 },
  { cause: { kind: 'after', upstream: { 'team/crm': 4, sales: 2 } }, generation: 0 },
  { cause: { kind: 'after', upstream: Object.fromEntries('abcdefg'.split('').map((id) => [id, 1])) }, generation: 0 },
  { cause: { kind: 'backfill', id: 'crm-2025', params: {}, reason: 'r' }, interval, generation: 0 },
  { cause: { kind: 'backfill', id: evil, params: {}, reason: 'r' }, interval, generation: 2 },
];
const notes: readonly Note[] = [
  { kind: 'begins', cursor: from },
  { kind: 'begins-after', upstream: ['team/crm', 'sales'] },
  { kind: 'adopts', from: evil },
  { kind: 'passes-over', count: 1, from, to },
  { kind: 'passes-over', count: 100_000, from: '2025-01-01T00:00:00.000Z', to },
  { kind: 'nothing-to-fill', backfill: 'crm-2025' },
];
const waits: readonly Wait[] = [
  { kind: 'by-hand' },
  { kind: 'paused', pause: { by: 'Ana', at: from } },
  { kind: 'paused', pause: { by: evil, at: from, reason: `no\n${evil}` } },
  { kind: 'older-commit', newer: 'd'.repeat(40) },
  { kind: 'busy', runs: ['r-1a1a1a1a'], most: 1 },
  { kind: 'busy', runs: 'abcdefgh'.split('').map((letter) => `r-${letter.repeat(8)}`), most: 8 },
  { kind: 'watching', runs },
  { kind: 'after', missing: ['sales'] },
  { kind: 'after', missing: ['sales'], next: to },
  { kind: 'not-due' },
  { kind: 'not-due', next: to },
  { kind: 'not-due', served: { end: from } },
  { kind: 'not-due', next: to, served: { end: from, run: { run: 'r-1a1a1a1a', state: 'running', createdAt: from } } },
  { kind: 'not-due', next: to, served: { end: from, run: { run: 'r-1a1a1a1a', state: 'failed', createdAt: from } } },
];

test('what a tick does, and why it does nothing', async () => {
  const names = ['hello', 'team/crm', 'a-name-that-is-longer-than-any-column-should-ever-be', 'x'];
  const all = waits.map((why, index) => ({ pipeline: index === 5 ? evil : (names[index % 4] ?? ''), why }));
  const parts = {
    starts: starts.map(startText),
    notes: notes.map(noteText),
    recoveries: [
      recoveryText({ kind: 'take-over', run: 'r-1a1a1a1a', takeovers: 0 }),
      recoveryText({ kind: 'give-up', run: 'r-1a1a1a1a', takeovers: 3 }),
    ],
    waits: waits.map(waitText),
    'all that waits': renderWaits(all, createStyle(false)),
  };
  const text = Object.entries(parts).map(([title, lines]) => `# ${title}\n${lines.join('\n')}\n`);
  for (const control of ['\u001b', '\u0007']) expect(text.join('\n')).not.toContain(control);
  await expect(text.join('\n')).toMatchFileSnapshot('golden/tick.txt');
});

test('nothing waits: no line', () => {
  expect(renderWaits([], createStyle(false))).toEqual([]);
});
