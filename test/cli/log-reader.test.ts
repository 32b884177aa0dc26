import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { LogReader } from '../../src/cli/log-reader.ts';

function growingLog() {
  const folder = mkdtempSync(join(tmpdir(), 'segue-log-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, '1.log');
  const reader = new LogReader(path);
  const collect = (how: 'read' | 'end') => {
    const lines: string[] = [];
    reader[how]((line) => lines.push(line));
    return lines;
  };
  return { reader, collect, append: (bytes: string | Uint8Array) => appendFileSync(path, bytes) };
}

it('gives each whole line once, however the log grows', () => {
  const { reader, collect, append } = growingLog();
  expect([reader.found, collect('read')]).toEqual([false, []]);
  append('one\r\ntw');
  expect(collect('read')).toEqual(['one']);
  const [first, ...rest] = Buffer.from('é');
  append(Uint8Array.of(first ?? 0));
  expect(collect('read')).toEqual([]);
  append(Uint8Array.from([...rest, 10]));
  append('three');
  expect(collect('read')).toEqual(['twé']);
  expect(collect('end')).toEqual(['three']);
  expect([reader.found, collect('end')]).toEqual([true, []]);
});

it('reads logs and lines longer than its buffer', () => {
  const { collect, append } = growingLog();
  const long = 'x'.repeat(200_000);
  append(`${long}\n${'line\n'.repeat(50_000)}`);
  const lines = collect('read');
  expect([lines.length, lines[0] === long, lines.at(-1)]).toEqual([50_001, true, 'line']);
});
