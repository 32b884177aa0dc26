/** Names that are shown; more are counted. */
const most = 3;

/** `a`, `b`, `c` and 2 more. */
export function namesOf(names: readonly string[]): string {
  const shown = names.slice(0, names.length === most + 1 ? most + 1 : most).map((name) => `\`${name}\``);
  const rest = names.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  const last = shown.at(-1) ?? '';
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${last}` : last;
}
