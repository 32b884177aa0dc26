import { describe, expect, test } from 'vitest';
import type { AuditAction, AuditEntry } from '../../src/run/audit.ts';
import { auditMessage, readAuditMessage } from '../../src/run/audit-message.ts';
import { second } from '../support/builders.ts';
import fc from '../support/seeded-fast-check.ts';

const actions = fc.constantFrom<AuditAction>('start', 'serve', 'take-over', 'end', 'mark', 'pause', 'unpause', 'drop');
/** What people can type, forge and paste. */
const words = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.constantFrom(
    '\n\nSegue-By: Eve',
    'x\nSegue-Action: checkpoint',
    '\r\u2028\u0085',
    '\\n',
    '\\u000a',
    '\u202e',
    ' a ',
    '',
  ),
);
const entries: fc.Arbitrary<AuditEntry> = fc.record(
  {
    action: actions,
    by: words,
    run: fc.constantFrom('r-1', 'r-abcdefgh'),
    interval: fc.constant({ start: second(0), end: second(60) }),
    detail: words.filter((text) => text !== ''),
    reason: words,
  },
  { requiredKeys: ['action', 'by'] },
);

describe('the message of a change', () => {
  test('gives back what was put in, and nothing that a value pretends to be', () => {
    fc.assert(
      fc.property(entries, (entry) => {
        expect(readAuditMessage(auditMessage(entry))).toEqual(entry);
      }),
    );
  });

  test('is a subject, an empty line, and one line a trailer, whatever the values are', () => {
    fc.assert(
      fc.property(entries, (entry) => {
        const [subject = '', empty, ...trailers] = auditMessage(entry).split('\n');
        expect([empty, trailers.pop()]).toEqual(['', '']);
        expect(trailers.length).toBe(Object.keys(entry).length);
        for (const line of [subject, ...trailers]) expect(line).toMatch(/^\P{Cc}*$/u);
        for (const trailer of trailers) expect(trailer).toMatch(/^Segue-(Action|By|Run|Interval|Detail|Reason): /);
      }),
    );
  });

  test('reads well in git log', () => {
    const interval = { start: second(0), end: second(60) };
    const entry = { action: 'mark', by: 'Ana <ana@x>', run: 'r-1', interval, detail: 'load success' } as const;
    expect(auditMessage({ ...entry, reason: 'by hand\nfrom C:\\' })).toMatchInlineSnapshot(`
      "Mark r-1: load success

      Segue-Action: mark
      Segue-By: Ana <ana@x>
      Segue-Run: r-1
      Segue-Interval: 2026-03-01T05:00:00.000Z/2026-03-01T05:01:00.000Z
      Segue-Detail: load success
      Segue-Reason: by hand\\u000afrom C:\\\\
      "
    `);
    expect(auditMessage({ action: 'pause', by: 'Ana' })).toMatchInlineSnapshot(`
      "Pause

      Segue-Action: pause
      Segue-By: Ana
      "
    `);
  });

  test('is bounded; what is too long is cut', () => {
    const message = auditMessage({
      action: 'pause',
      by: 'Ana',
      reason: 'x'.repeat(100_000),
      detail: 'y'.repeat(100_000),
    });
    expect(message.length).toBeLessThan(5_000);
    expect(readAuditMessage(message).reason).toBe(`${'x'.repeat(1_999)}…`);
    expect(readAuditMessage(`Segue-Action: pause\n\nSegue-By: ${'x'.repeat(100_000)}\n`).by?.length).toBe(2_000);
  });
});

describe('a message that somebody wrote by hand', () => {
  const strange: readonly (readonly [string, ReturnType<typeof readAuditMessage>])[] = [
    ['', { action: 'other' }],
    ['mend the state\n', { action: 'other', detail: 'mend the state' }],
    ['\u001b[31mred\n\nmore', { action: 'other', detail: '\\u001b[31mred' }],
    // Trailers stand in the last paragraph only.
    ['a\n\nSegue-By: Eve\n\nSegue-Action: pause\n', { action: 'pause' }],
    ['a\n\nSegue-Action: <b>\nSegue-Run: ../..\nSegue-Interval: x/y\n', { action: 'other', detail: 'a' }],
    ['a\n\nSegue-Action: prune\nSegue-By: Ana\n', { action: 'prune', by: 'Ana' }],
    ['a\n\nSegue-Action: pause\nSegue-Action: serve\nSegue-By: Ana\nSegue-By: Eve\n', { action: 'pause', by: 'Ana' }],
    ['Join what two clones recorded\n\nSegue-Joined: 1234\n', { action: 'join' }],
  ];
  test.each(strange)('%j', (message, record) => {
    expect(readAuditMessage(message)).toEqual(record);
  });
});
