/** Whether two values of plain JSON say the same; the order of a mapping's keys says nothing. */
export function isSame(before: unknown, after: unknown): boolean {
  if (Object.is(before, after)) return true;
  if (typeof before !== 'object' || typeof after !== 'object' || before === null || after === null) return false;
  if (Array.isArray(before) || Array.isArray(after)) return areSameLists(before, after);
  return (
    hasAllOf(before, after) && Object.entries(before).every(([key, value]) => value === undefined || has(after, key))
  );
}

/** Whether two lists hold the same texts, in whatever order. */
export function isSameSet(before: readonly string[], after: readonly string[]): boolean {
  const [old, now] = [new Set(before), new Set(after)];
  return old.size === now.size && [...old].every((each) => now.has(each));
}

/** What only one of two lists has: `gone` from the first, `come` with the second; each once, in the order of its list. */
export function setDifference(
  before: readonly string[],
  after: readonly string[],
): { readonly gone: readonly string[]; readonly come: readonly string[] } {
  const [old, now] = [new Set(before), new Set(after)];
  return { gone: [...old].filter((each) => !now.has(each)), come: [...now].filter((each) => !old.has(each)) };
}

function areSameLists(before: unknown, after: unknown): boolean {
  if (!Array.isArray(before) || !Array.isArray(after) || before.length !== after.length) return false;
  return before.every((value, index) => isSame(value, after[index]));
}

/** Whether each value of the second is that of the first; what is undefined is not there. */
function hasAllOf(values: object, wanted: object): boolean {
  for (const [key, value] of Object.entries(wanted)) {
    if (value === undefined) continue;
    if (!has(values, key) || !isSame(values[key as keyof typeof values], value)) return false;
  }
  return true;
}

function has(values: object, key: string): boolean {
  return Object.hasOwn(values, key) && values[key as keyof typeof values] !== undefined;
}
