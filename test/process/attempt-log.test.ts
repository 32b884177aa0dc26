import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { AttemptLog, defaultLogLimits } from '../../src/process/attempt-log.ts';
import { LogFile } from '../../src/process/log-file.ts';
import { createMasker } from '../../src/process/mask.ts';
import fc from '../support/seeded-fast-check.ts';

const folder = mkdtempSync(join(tmpdir(), 'segue-log-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;

function newPath(): string {
  return join(folder, `${++files}`, '1.log');
}

const chunks = fc.array(fc.string({ unit: fc.constantFrom('a', 'é', '\n', '\r', '\u001b[1m'), maxLength: 30 }), {
  maxLength: 12,
});

test('the file has every byte, and the lines are the same, however the output was cut', () => {
  fc.assert(
    fc.property(chunks, (parts) => {
      const whole = logged([parts.join('')]);
      expect(logged(parts)).toEqual(whole);
      expect(whole.text).toBe(parts.join(''));
    }),
    { numRuns: 50 },
  );
});

function logged(parts: readonly string[]): { readonly text: string; readonly lines: readonly string[] } {
  const lines: string[] = [];
  const path = newPath();
  const masker = createMasker({ TOKEN: 'no such text' });
  const log = new AttemptLog({ path, limits: defaultLogLimits, masker, onLine: (_, line) => lines.push(line) });
  for (const part of parts) log.push('stdout', Buffer.from(part));
  const size = log.end(false);
  return { text: size === undefined ? '' : readFileSync(path, 'utf8'), lines };
}

test('a bounded file has the head and the end, and counts what is between', () => {
  const bytes = fc.string({ unit: fc.constantFrom('x', 'y', '\n'), maxLength: 25 });
  fc.assert(
    fc.property(fc.array(bytes, { maxLength: 10 }), (parts) => {
      const all = parts.join('');
      const path = newPath();
      const file = new LogFile(path, { headBytes: 20, tailBytes: 16 });
      for (const part of parts) file.write(Buffer.from(part));
      file.close();
      const text = all === '' ? '' : readFileSync(path, 'utf8');
      expect(file.bytes).toBe(all.length);
      if (all.length <= 36) expect(text).toBe(all);
      else
        expect(text).toBe(
          `${all.slice(0, 20)}\n[segue: ${file.dropped} bytes of output are left out here]\n${endOf(all)}`,
        );
      expect(file.dropped).toBe(all.length <= 36 ? 0 : all.length - 20 - endOf(all).length);
    }),
  );
});

/** The last 16 bytes, from the first whole line on. */
function endOf(all: string): string {
  const end = all.slice(-16);
  return end.slice(end.indexOf('\n') + 1);
}
