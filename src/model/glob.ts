/**
 * Whether a glob takes a whole text. `*` stands for any characters but `/`, `?` for one of them, `**` for `/` too, `**` with its `/` for any
 * folders or none; `\` takes away what the next character means. It takes as many steps as both are long, whatever the glob: picomatch,
 * which artifacts are found with, may take ages for a glob of many stars, and takes `|` for "or", which a file's name can hold.
 */
export function matches(glob: string, text: string): boolean {
  const { parts, literals } = compiled(glob);
  if (!literals.every((literal) => text.includes(literal))) return false;
  let at = withEmpty(parts, new Set([0]));
  for (const letter of text) {
    at = withEmpty(parts, new Set([...at].flatMap((place) => after(parts[place], place, letter))));
  }
  return at.has(parts.length);
}

interface Compiled {
  readonly parts: readonly Part[];
  /** Runs of letters of the glob: a text without any one of them does not fit, which is what most texts are. */
  readonly literals: readonly string[];
}

/** Few globs are asked about many texts: each rule of CODEOWNERS about each file. */
const known = new Map<string, Compiled>();
const mostKnown = 10_000;

function compiled(glob: string): Compiled {
  const found = known.get(glob);
  if (found !== undefined) return found;
  const parts = partsOf(glob);
  const runs = parts.map((part) => (part.kind === 'letter' ? part.letter : '\0')).join('');
  const fresh = { parts, literals: runs.split(/\0+/).filter((run) => run !== '') };
  if (known.size >= mostKnown) known.clear();
  known.set(glob, fresh);
  return fresh;
}

type Part =
  | { readonly kind: 'letter'; readonly letter: string }
  /** `any`: anything; `name`: anything within a folder; `one`: one character of that. */
  | { readonly kind: 'any' | 'name' | 'one' }
  /** What stands before folders, or before what comes after none of them; and the folders. */
  | { readonly kind: 'perhaps' | 'folders' };

function partsOf(glob: string): readonly Part[] {
  const words = glob.match(/\*\*\/|\*\*|\\.|./gsu) ?? [];
  return words.flatMap((word): readonly Part[] => {
    if (word === '**/') return [{ kind: 'perhaps' }, { kind: 'folders' }];
    if (word === '**') return [{ kind: 'any' }];
    if (word === '*') return [{ kind: 'name' }];
    if (word === '?') return [{ kind: 'one' }];
    return [{ kind: 'letter', letter: word.length > 1 && word.startsWith('\\') ? word.slice(1) : word }];
  });
}

/** With the places behind what may stand for nothing. */
function withEmpty(parts: readonly Part[], places: Set<number>): Set<number> {
  for (const place of places) {
    const kind = parts[place]?.kind;
    if (kind === 'any' || kind === 'name') places.add(place + 1);
    else if (kind === 'perhaps') places.add(place + 1).add(place + 2);
  }
  return places;
}

/** Where one more letter leads. */
function after(part: Part | undefined, place: number, letter: string): readonly number[] {
  switch (part?.kind) {
    case undefined:
    case 'perhaps':
      return [];
    case 'letter':
      return part.letter === letter ? [place + 1] : [];
    case 'one':
      return letter === '/' ? [] : [place + 1];
    case 'name':
      return letter === '/' ? [] : [place];
    case 'any':
      return [place];
    case 'folders':
      return letter === '/' ? [place, place + 1] : [place];
    default:
      return part satisfies never;
  }
}
