/** Whether two values of plain JSON say the same; the order of a mapping's keys says nothing. */
export function isSame(before: unknown, after: unknown): boolean {
  if (Object.is(before, after)) return true;
  if (typeof before !== 'object' || typeof after !== 'object' || before === null || after === null) return false;
  if (Array.isArray(before) || Array.isArray(after)) return areSameLists(before, after);
  const [old, now] = [present(before), present(after)];
  return old.size === now.size && [...old].every(([key, value]) => now.has(key) && isSame(value, now.get(key)));
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

function present(value: object): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(value).filter(([, each]) => each !== undefined));
}
