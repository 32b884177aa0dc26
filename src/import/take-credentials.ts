import { findSecrets } from '../validate/secret-shapes.ts';
import { findCredentials } from './find-credentials.ts';
import { type Quoting, quotingAt } from './shell-quotes.ts';

/** A command without its credentials. */
export interface CleanCommand {
  readonly text: string;
  /** Variables that hold what was taken out, each once. */
  readonly secrets: readonly string[];
}

/**
 * Puts variables in the place of all credentials of a command, quoted so that the shell reads the same. `program` names
 * those that have no name of their own. The command's quotes must be closed.
 */
export function takeCredentials(command: string, program: string): CleanCommand {
  const variables = new Map<string, string>();
  let [text, at] = ['', 0];
  for (const { start, end, variable } of findCredentials(command, program)) {
    const name = nameFor(variables, variable, command.slice(start, end));
    text += command.slice(at, start) + reference(name, quotingAt(command, start));
    at = end;
  }
  return { text: text + command.slice(at), secrets: [...variables.keys()] };
}

/** A text for people, in which credentials are dots. */
export function hideCredentials(text: string): string {
  let [shown, at] = ['', 0];
  for (const { start, end } of findCredentials(text, 'X')) {
    shown += `${text.slice(at, start)}…`;
    at = end;
  }
  const plain = shown + text.slice(at);
  return findSecrets(plain).length > 0 ? '…' : plain;
}

/** The same value has the same name, another one the next. */
function nameFor(variables: Map<string, string>, wanted: string, value: string): string {
  for (let count = 1; ; count++) {
    const name = count === 1 ? wanted : `${wanted}_${count}`;
    const held = variables.get(name);
    if (held === undefined || held === value) {
      variables.set(name, value);
      return name;
    }
  }
}

function reference(name: string, quoting: Quoting): string {
  switch (quoting) {
    case 'none':
      return `"$${name}"`;
    case 'single':
      return `'"$${name}"'`;
    case 'double':
      return `\${${name}}`;
    default:
      return quoting satisfies never;
  }
}

/** `NAME="$NAME"` before a program says nothing: the task has the variable anyway. */
export function dropOwnAssignments(run: string, secrets: readonly string[]): string {
  const match = /^(?<name>[A-Za-z_]\w*)="\$\k<name>"[ \t]+(?=[^\s;&|)<>#])/.exec(run);
  if (match === null || !secrets.includes(match.groups?.name ?? '')) return run;
  return dropOwnAssignments(run.slice(match[0].length), secrets);
}
