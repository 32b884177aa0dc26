import { createStyle, type Style } from '../report/text/ansi-style.ts';
import { wantsColor } from './color.ts';

/** Where commands print. Results go to stdout, everything about them (notices, errors) to stderr. */
export interface Terminal {
  readonly style: Style;
  readonly errorStyle: Style;
  /** True where colours and a live tree make sense on stdout. */
  readonly color: boolean;
  readonly errorColor: boolean;
  readonly interactive: boolean;
  /** Columns to lay text out in; many where no terminal listens, so that little is cut off. */
  columns(): number;
  rows(): number;
  print(lines: string | readonly string[]): void;
  printError(lines: string | readonly string[]): void;
  printJson(value: unknown): void;
  /** Writes as it is: for drawings. */
  draw(text: string): void;
  /** For as long as something is drawn over: tells when to let go of the screen and when to draw again. */
  holdScreen(holder: ScreenHolder): () => void;
  /** True once nobody reads stdout any more, e.g. behind `| head`. */
  isClosed(): boolean;
  onClosed(callback: () => void): void;
}

export interface ScreenHolder {
  /** The process ends or is suspended: leave the terminal as it was. Must not wait. */
  release(): void;
  /** The size has changed, or the process goes on after it was suspended. */
  redraw(): void;
}

export interface TerminalOptions {
  readonly environment: Readonly<Record<string, string>>;
  readonly color: boolean | undefined;
}

const plainColumns = 200;
const plainRows = 40;

/**
 * The terminal of this process. Printing never ends a command, as a run must not depend on who watches it: for a reader or a
 * terminal that went away the rest is dropped quietly, for another failure (a full disk) it is told once on stderr.
 */
export function processTerminal(options: TerminalOptions): Terminal {
  const { stdout, stderr } = process;
  const listeners: (() => void)[] = [];
  let closed = false;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (closed) return;
    closed = true;
    if (error.code !== 'EPIPE' && error.code !== 'EIO') stderr.write(`Nothing more can be printed: ${error.message}\n`);
    for (const listener of listeners) listener();
  });
  stderr.on('error', () => {});
  const color = wantsColor({ flag: options.color, environment: options.environment, isTerminal: stdout.isTTY });
  const errorColor = wantsColor({ flag: options.color, environment: options.environment, isTerminal: stderr.isTTY });
  const write = (text: string): void => {
    if (!closed) stdout.write(text);
  };
  return {
    style: createStyle(color),
    errorStyle: createStyle(errorColor),
    color,
    errorColor,
    interactive: stdout.isTTY && canRedraw(options.environment),
    columns: () => (stdout.isTTY ? stdout.columns || plainColumns : plainColumns),
    rows: () => (stdout.isTTY ? stdout.rows || plainRows : plainRows),
    print: (lines) => write(asText(lines)),
    printError: (lines) => void stderr.write(asText(lines)),
    printJson: (value) => write(`${JSON.stringify(value, null, 2)}\n`),
    draw: write,
    holdScreen: (holder) => holdScreen(stdout, holder),
    isClosed: () => closed,
    onClosed: (callback) => void listeners.push(callback),
  };
}

/** Logs of a CI show each frame of a live tree, one below the other. */
function canRedraw({ TERM, CI = '' }: Readonly<Record<string, string>>): boolean {
  return TERM !== 'dumb' && (CI === '' || CI === 'false');
}

function holdScreen(stdout: NodeJS.WriteStream, { release, redraw }: ScreenHolder): () => void {
  const suspend = (): void => {
    release();
    process.kill(process.pid, 'SIGSTOP');
  };
  process.on('exit', release);
  process.on('SIGTSTP', suspend);
  process.on('SIGCONT', redraw);
  stdout.on('resize', redraw);
  return () => {
    process.off('exit', release);
    process.off('SIGTSTP', suspend);
    process.off('SIGCONT', redraw);
    stdout.off('resize', redraw);
  };
}

function asText(lines: string | readonly string[]): string {
  if (typeof lines === 'string') return lines.endsWith('\n') || lines === '' ? lines : `${lines}\n`;
  return lines.map((line) => `${line}\n`).join('');
}
