/** A crontab's command with its percent signs worked out. */
export interface SplitCommand {
  readonly command: string;
  /** What the command reads, with a line break at its end; absent if there is no `%`. */
  readonly stdin?: string;
}

/**
 * The first `%` ends the command; what follows is its input, in which each `%` is a line break. `\%` is a percent sign, a
 * backslash before anything else stays. As `do_command.c` of Vixie cron has it.
 */
export function splitStdin(text: string): SplitCommand {
  let command = '';
  for (let index = 0; index < text.length; index++) {
    const char = text[index] ?? '';
    if (char === '%') return { command: command.trimEnd(), ...stdinOf(text.slice(index + 1)) };
    const next = text[index + 1];
    if (char === '\\' && next !== undefined) {
      command += next === '%' ? '%' : char + next;
      index++;
    } else command += char;
  }
  return { command: command.trimEnd() };
}

function stdinOf(text: string): { readonly stdin?: string } {
  const lines = text.replaceAll(/(?<!\\)%/g, '\n').replaceAll('\\%', '%');
  if (lines === '') return {};
  return { stdin: lines.endsWith('\n') ? lines : `${lines}\n` };
}

/** A script that gives a command its input. A command that is more than one is put into braces, so that the first reads it. */
export function withStdin(command: string, stdin: string | undefined, isSimple: boolean): string {
  if (stdin === undefined) return command;
  const end = delimiterFor(stdin);
  const document = `<<'${end}'\n${stdin}${end}`;
  return isSimple ? `${command} ${document}` : `{\n${command}\n} ${document}`;
}

/** A word that is no line of the text. */
function delimiterFor(text: string): string {
  const lines = new Set(text.split('\n'));
  let end = 'INPUT';
  for (let count = 2; lines.has(end); count++) end = `INPUT_${count}`;
  return end;
}
