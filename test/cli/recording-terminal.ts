import type { Terminal } from '../../src/cli/terminal.ts';
import { createStyle } from '../../src/report/text/ansi-style.ts';

/** What a pipe gets: no colours, nothing drawn over. */
export class RecordingTerminal implements Terminal {
  readonly style = createStyle(false);
  readonly errorStyle = createStyle(false);
  readonly color = false;
  readonly errorColor = false;
  readonly interactive = false;
  stdout = '';
  stderr = '';
  columns = (): number => 120;
  rows = (): number => 40;
  isClosed = (): boolean => false;
  onClosed = (): void => {};
  holdScreen = (): (() => void) => () => {};

  print(lines: string | readonly string[]): void {
    this.stdout += asText(lines);
  }

  printError(lines: string | readonly string[]): void {
    this.stderr += asText(lines);
  }

  printJson(value: unknown): void {
    this.stdout += `${JSON.stringify(value, null, 2)}\n`;
  }

  draw(text: string): void {
    this.stdout += text;
  }
}

function asText(lines: string | readonly string[]): string {
  if (typeof lines === 'string') return lines.endsWith('\n') || lines === '' ? lines : `${lines}\n`;
  return lines.map((line) => `${line}\n`).join('');
}
