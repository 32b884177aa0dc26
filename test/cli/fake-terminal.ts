import type { ScreenHolder, Terminal } from '../../src/cli/terminal.ts';
import { createStyle } from '../../src/report/text/ansi-style.ts';

/** A terminal that interprets what is drawn on it, as far as Segue draws: text, line ends, cursor up, erase down. */
export class FakeTerminal implements Terminal {
  readonly style = createStyle(false);
  readonly errorStyle = createStyle(false);
  readonly color = false;
  readonly errorColor = false;
  readonly interactive = true;
  readonly errors: string[] = [];
  cursorShown = true;
  holder: ScreenHolder | undefined;
  size = { columns: 60, rows: 20 };
  #lines: string[] = [''];
  #row = 0;

  columns = (): number => this.size.columns;
  rows = (): number => this.size.rows;
  isClosed = (): boolean => false;
  onClosed = (): void => {};

  /** Everything on the screen and above it, as a person could scroll through it. */
  get text(): string {
    return this.#lines.join('\n').trimEnd();
  }

  print(lines: string | readonly string[]): void {
    this.draw(typeof lines === 'string' ? lines : lines.map((line) => `${line}\n`).join(''));
  }

  printError(lines: string | readonly string[]): void {
    this.errors.push(...[lines].flat());
  }

  printJson(value: unknown): void {
    this.print([JSON.stringify(value)]);
  }

  holdScreen(holder: ScreenHolder): () => void {
    this.holder = holder;
    return () => {
      this.holder = undefined;
    };
  }

  draw(text: string): void {
    const parts = text
      .split(new RegExp(`(${String.fromCharCode(27)}\\[[?0-9]*[A-Za-z]|\n|\r)`))
      .filter((part) => part !== '');
    for (const part of parts) this.#interpret(part);
  }

  #interpret(part: string): void {
    if (part === '\n') {
      this.#row += 1;
      this.#lines[this.#row] ??= '';
    } else if (part === '\u001b[J') {
      this.#lines.length = this.#row;
      this.#lines[this.#row] = '';
    } else if (part === '\u001b[?25l' || part === '\u001b[?25h') this.cursorShown = part.endsWith('h');
    else if (part.startsWith('\u001b[') && part.endsWith('A')) this.#row -= Number(part.slice(2, -1));
    else if (part !== '\r' && !part.startsWith('\u001b[?2026')) this.#lines[this.#row] += part;
  }
}
