import { nearest } from '../diagnostic/suggest.ts';

/** More names than this are not listed: a long list hides the one that was meant. */
const listed = 12;

/** Help for an unknown name: the likely one if there is, and what exists. `what` is a plural, e.g. `pools`. */
export function didYouMean(name: string, known: readonly string[], what: string): string {
  const guess = nearest(name, known);
  const lead = guess === undefined ? '' : `Did you mean \`${guess}\`? `;
  if (known.length === 0) return `${lead}There are no ${what}.`;
  const more = known.length > listed ? ` and ${known.length - listed} more` : '';
  const names = known.slice(0, listed).map((each) => `\`${each}\``);
  return `${lead}${capitalised(what)}: ${names.join(', ')}${more}.`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
