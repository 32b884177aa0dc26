import { type Note, note } from './note.ts';
import { literalOf, shellTokens } from './shell-tokens.ts';

export interface TakenDirectory {
  /** From the repository's root; absent if the command does not change into the repository. */
  readonly path?: string;
  /** What stays before the command: a `sleep`, or a `cd` that leads elsewhere. */
  readonly kept: string;
  readonly rest: string;
}

/** Takes `cd DIR &&` off the beginning of a command if it leads into the checkout; an absolute path without `/` at its end. */
export function takeDirectory(command: string, checkout: string | undefined, notes: Note[]): TakenDirectory {
  const { kept, rest } = takeSleep(command, notes);
  const tokens = shellTokens(rest) ?? [];
  const [change, folder, joint, next] = tokens;
  const isChange = change?.text === 'cd' && folder?.kind === 'word' && /^(?:&&|;)$/.test(joint?.text ?? '');
  if (!isChange || folder === undefined || next === undefined) return { kept, rest };
  const target = literalOf(folder.text);
  const path = target === undefined || checkout === undefined ? undefined : below(target, checkout);
  if (path !== undefined) return { path, kept, rest: rest.slice(next.start) };
  notes.push(
    note(
      'directory',
      `It changes into \`${folder.text}\`, a folder of the machine. If that is this repository, take the \`cd\` away: tasks start in its root; or import with \`--checkout\`.`,
    ),
  );
  return { kept: kept + rest.slice(0, next.start), rest: rest.slice(next.start) };
}

function takeSleep(command: string, notes: Note[]): { readonly kept: string; readonly rest: string } {
  const tokens = shellTokens(command) ?? [];
  const joint = tokens.findIndex(({ kind }) => kind === 'operator');
  const next = tokens[joint + 1];
  const first = tokens[0]?.text ?? '';
  const sleeps = first === 'sleep' || (/^perl$/.test(first) && /\bsleep\b/.test(tokens[2]?.text ?? ''));
  if (!sleeps || next === undefined || !/^(?:&&|;)$/.test(tokens[joint]?.text ?? ''))
    return { kept: '', rest: command };
  notes.push(
    note(
      'sleep',
      'It begins by waiting. Take that away if it only spread the load; what must come after another job belongs into one pipeline with it, with `needs`.',
    ),
  );
  return { kept: command.slice(0, next.start), rest: command.slice(next.start) };
}

/** A path from the checkout's root, `.` for the root itself; nothing if it lies elsewhere. */
export function below(path: string, checkout: string): string | undefined {
  const plain = path.replace(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '');
  if (plain.split('/').some((part) => part === '..' || part === '.')) return undefined;
  if (plain === checkout) return '.';
  return plain.startsWith(`${checkout}/`) ? plain.slice(checkout.length + 1) : undefined;
}
