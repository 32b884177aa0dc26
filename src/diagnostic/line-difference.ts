/** Lines around a change that are shown with it. */
const context = 2;

/** More lines than this on both sides are not compared one by one. */
const mostCompared = 2_000;

interface Line {
  readonly mark: ' ' | '-' | '+';
  readonly text: string;
}

/** What makes one text the other, as `diff -u` shows it: `-` goes, `+` comes; none if they are the same. */
export function lineDifference(before: string, after: string): readonly string[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const lines = compare(old, now);
  const isShown = lines.map((_, index) =>
    lines.slice(Math.max(0, index - context), index + context + 1).some(isChange),
  );
  return lines.flatMap(({ mark, text }, index) => {
    if (!isShown[index]) return [];
    const starts = index > 0 && !isShown[index - 1];
    return [...(starts ? [`@@ line ${lineNumber(lines, index)} @@`] : []), `${mark}${text}`];
  });
}

function isChange({ mark }: Line): boolean {
  return mark !== ' ';
}

/** In the new text, counted from 1. */
function lineNumber(lines: readonly Line[], index: number): number {
  return lines.slice(0, index).filter(({ mark }) => mark !== '-').length + 1;
}

function compare(old: readonly string[], now: readonly string[]): readonly Line[] {
  const start = sharedStart(old, now);
  const end = Math.min(sharedStart(old.toReversed(), now.toReversed()), Math.min(old.length, now.length) - start);
  const [oldMiddle, newMiddle] = [old.slice(start, old.length - end), now.slice(start, now.length - end)];
  const middle =
    Math.max(oldMiddle.length, newMiddle.length) > mostCompared
      ? [...marked('-', oldMiddle), ...marked('+', newMiddle)]
      : shortest(oldMiddle, newMiddle);
  return [...marked(' ', old.slice(0, start)), ...middle, ...marked(' ', old.slice(old.length - end))];
}

function marked(mark: Line['mark'], texts: readonly string[]): readonly Line[] {
  return texts.map((text) => ({ mark, text }));
}

function sharedStart(a: readonly string[], b: readonly string[]): number {
  const different = a.findIndex((text, index) => text !== b[index]);
  return different === -1 ? a.length : different;
}

/** By the longest common subsequence; where there is a choice, what goes stands before what comes. */
function shortest(old: readonly string[], now: readonly string[]): readonly Line[] {
  const common = commonLengths(old, now);
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    const [here, there] = [old[i], now[j]];
    if (here !== undefined && here === there) {
      lines.push({ mark: ' ', text: here });
      [i, j] = [i + 1, j + 1];
    } else if (here !== undefined && (there === undefined || at(common, i + 1, j) >= at(common, i, j + 1))) {
      lines.push({ mark: '-', text: here });
      i += 1;
    } else {
      lines.push({ mark: '+', text: there ?? '' });
      j += 1;
    }
  }
  return lines;
}

/** At `[i][j]`: how many lines the texts from there on have in common, in order. */
function commonLengths(old: readonly string[], now: readonly string[]): readonly Uint32Array[] {
  const table = Array.from({ length: old.length + 1 }, () => new Uint32Array(now.length + 1));
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      const length =
        old[i] === now[j] ? at(table, i + 1, j + 1) + 1 : Math.max(at(table, i + 1, j), at(table, i, j + 1));
      table[i]?.fill(length, j, j + 1);
    }
  }
  return table;
}

function at(table: readonly Uint32Array[], i: number, j: number): number {
  return table[i]?.[j] ?? 0;
}
