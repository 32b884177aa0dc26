/** Styles of a terminal, by their meaning. */
const styles = {
  error: '1;31',
  warning: '1;33',
  note: '1;36',
  frame: '34',
  strong: '1',
} as const;

export type Style = keyof typeof styles;

export type Paint = (style: Style, text: string) => string;

/** Wraps text in ANSI escapes (ECMA-48, SGR), or leaves it as it is. */
export function paintWith(color: boolean): Paint {
  return (style, text) => (color ? `\u001b[${styles[style]}m${text}\u001b[0m` : text);
}
