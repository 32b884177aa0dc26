/** A variable that can carry the value of a name, e.g. `needs.extract.outputs.rows`. */
export interface ScriptVariable {
  readonly name: string;
  /** True if every task finds it in its environment without `env`. */
  readonly isGiven: boolean;
}

/** The variable that carries a name's value into a script; given ones have the names that the task runner sets. */
export function variableFor(path: readonly string[]): ScriptVariable {
  const [top = '', second = ''] = path;
  const folded = top.toLowerCase();
  if (folded === 'params' && path.length === 2) return { name: `SEGUE_PARAM_${shout(second)}`, isGiven: true };
  if (folded === 'foreach' && path.length === 2) return { name: 'SEGUE_ITEM', isGiven: true };
  const last = shout(path.at(-1) ?? '').replace(/^(?=\d)/, '_');
  return { name: last === '' ? 'VALUE' : last, isGiven: false };
}

/** How a script of the given shell reads a variable. */
export function variableReference(shell: string, name: string): string {
  if (shell.startsWith('python')) return `\`os.environ["${name}"]\``;
  if (shell.startsWith('node')) return `\`process.env.${name}\``;
  return `\`"$${name}"\``;
}

function shout(text: string): string {
  return text.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_');
}
