import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readScreen } from '../../scripts/terminal-screen.ts';
import { terminalSvg } from '../../scripts/terminal-svg.ts';

const read = (name: string): string => readFileSync(new URL(`../../docs/img/${name}`, import.meta.url), 'utf8');

it('docs/img/run.svg is what docs/img/run.ansi shows; node scripts/draw-run.ts makes it', () => {
  const screen = readScreen(read('run.ansi'));
  expect(read('run.svg')).toBe(terminalSvg(screen, { title: 'segue', columns: 96 }));
  const text = screen.map((line) => line.map((run) => run.text).join(' ')).join('\n');
  expect(text).toMatch(/\$ segue run weather\n.*✗ weather failed in .*\$ segue retry\n.*✓ weather succeeded in /s);
});
