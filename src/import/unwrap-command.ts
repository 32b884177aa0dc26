import { limits } from '../model/limits.ts';
import { takeDirectory } from './command-directory.ts';
import { takeLogs } from './command-logs.ts';
import { simpleCommand, takeWrappers } from './command-wrappers.ts';
import { type Note, note } from './note.ts';
import { shellTokens } from './shell-tokens.ts';

/** A command less what Segue does itself. */
export interface Unwrapped {
  readonly run: string;
  /** From the repository's root. */
  readonly workingDirectory?: string;
  readonly timeoutMs?: number;
  /** The file that `flock` locked. */
  readonly lock?: string;
  /** What stood behind the command as a comment. */
  readonly comment?: string;
  /** True if it is one program with its arguments. */
  readonly isSimple: boolean;
  readonly notes: readonly Note[];
}

/** Takes off comment, directory, redirections to logs, a last `&`, `flock`, `timeout` and the like. */
export function unwrapCommand(command: string, checkout: string | undefined): Unwrapped {
  const notes: Note[] = [];
  const { text: bare, comment } = takeComment(command);
  const directory = takeDirectory(bare, checkout, notes);
  const logs = takeLogs(takeBackground(directory.rest, notes), notes);
  const wrappers = takeWrappers(logs, notes);
  const inner = wrappers.script === undefined ? undefined : unwrapCommand(wrappers.script, checkout);
  const body = inner?.run ?? wrappers.text;
  const workingDirectory = directory.path ?? inner?.workingDirectory;
  const timeoutMs = fitting(wrappers.timeoutMs ?? inner?.timeoutMs, notes);
  const lock = wrappers.lock ?? inner?.lock;
  return {
    run: `${directory.kept}${body}`,
    ...(workingDirectory === undefined ? {} : { workingDirectory }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(lock === undefined ? {} : { lock }),
    ...(comment === undefined ? {} : { comment }),
    isSimple: directory.kept === '' && (inner?.isSimple ?? simpleCommand(body) !== undefined),
    notes: [...notes, ...(inner?.notes ?? [])],
  };
}

function takeComment(command: string): { readonly text: string; readonly comment?: string } {
  const last = shellTokens(command)?.at(-1);
  if (last?.kind !== 'comment') return { text: command.trim() };
  const comment = last.text.replace(/^#+/, '').trim();
  const text = command.slice(0, last.start).trim();
  return comment === '' ? { text } : { text, comment };
}

/** Segue ends what a task leaves behind, and waits for what it has started. */
function takeBackground(text: string, notes: Note[]): string {
  const tokens = shellTokens(text) ?? [];
  const background = tokens.filter(({ kind, text: sign }) => kind === 'operator' && sign === '&');
  const last = tokens.at(-1);
  if (background.length === 0 || last === undefined) return text;
  if (background.length === 1 && last.text === '&') {
    notes.push(note('background', 'The `&` at the end is gone: Segue waits for the command, and knows how it ends.'));
    return text.slice(0, last.start).trimEnd();
  }
  notes.push(
    note(
      'background',
      'Something is started with `&`: what still runs two seconds after the task is ended. Add `wait` at the end.',
    ),
  );
  return text;
}

function fitting(ms: number | undefined, notes: Note[]): number | undefined {
  if (ms === undefined || ms <= limits.timeoutMs) return ms;
  notes.push(note('timeout', 'Its time limit is longer than the longest of Segue, 7 days.'));
  return limits.timeoutMs;
}
