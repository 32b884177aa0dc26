import { countText } from '../../diagnostic/count-text.ts';
import { cleanText } from './ansi-width.ts';

/** `a, b, c and 17 more`: the first names and how many follow. */
export function nameList(names: readonly string[], most = 3): string {
  const shown = names.length === most + 1 ? names : names.slice(0, most);
  const rest = names.length - shown.length;
  return `${shown.map((name) => cleanText(name)).join(', ')}${rest > 0 ? ` and ${countText(rest)} more` : ''}`;
}
