import { type Note, note } from './note.ts';
import { literalOf, type ShellToken, shellTokens } from './shell-tokens.ts';

/**
 * Takes off redirections at the end that only keep or drop what a job prints: Segue keeps it. One that writes a file of data
 * stays, and with it all beside it.
 */
export function takeLogs(command: string, notes: Note[]): string {
  const tokens = shellTokens(command) ?? [];
  const from = tokens.findLastIndex(({ kind }) => kind !== 'redirect') + 1;
  const last = tokens.slice(from);
  const first = last[0];
  if (first === undefined || from === 0 || !last.every((each) => targetOf(each) !== undefined)) return command;
  const files = [...new Set(last.map((each) => targetOf(each) ?? ''))].filter((target) => isFile(target));
  notes.push(note('log', files.length === 0 ? dropped : `${kept(files)}`));
  return command.slice(0, first.start).trimEnd();
}

const dropped = 'Its output went to `/dev/null`; now it is kept, `segue logs` shows it.';

function kept(files: readonly string[]): string {
  const names = files.map((file) => `\`${file}\``).join(' and ');
  return `Its output went to ${names}; now \`segue logs\` has it. What reads that file has to change.`;
}

/** Where output goes that nobody works with: a log, nothing, or the other stream; `undefined` for anything else. */
function targetOf({ text }: ShellToken): string | undefined {
  const match = /^(?<sign>\d*[<>&|]+)[ \t]*(?<target>.+)$/s.exec(text);
  const target = literalOf(match?.groups?.target ?? '');
  const sign = match?.groups?.sign ?? '';
  if (target === undefined || target === '') return undefined;
  if (sign.includes('<')) return target === '/dev/null' && /^0?<$/.test(sign) ? target : undefined;
  if (/^[12]?>&$/.test(sign) && /^[12]$/.test(target)) return target;
  if (!/^(?:[12]?>>?|&>>?|>&)$/.test(sign)) return undefined;
  return target === '/dev/null' || isLog(target) ? target : undefined;
}

function isLog(path: string): boolean {
  return /\.(?:log|err|out)$/i.test(path) || path.startsWith('/var/log/');
}

function isFile(target: string): boolean {
  return target !== '/dev/null' && !/^[12]$/.test(target);
}
