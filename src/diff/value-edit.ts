import { isSame } from './same.ts';

/** A value that is another now; what is absent on a side is absent in it. Empty if it is the same. */
export function valueEdits<Owner, Field extends keyof Owner, Cause>(
  field: Field,
  before: Owner,
  after: Owner,
  causeOf: () => Cause | undefined = () => undefined,
  same: (before: Owner[Field], after: Owner[Field]) => boolean = isSame,
) {
  const [old, now] = [before[field], after[field]];
  if (same(old, now)) return [];
  return [{ kind: 'value' as const, field, ...sides(old, now), ...present('cause', causeOf()) }];
}

/** `before` and `after`, each only if it is there. */
export function sides<Value>(before: Value, after: Value) {
  return { ...present('before', before), ...present('after', after) };
}

export function present<Key extends string, Value>(
  key: Key,
  value: Value,
): { readonly [K in Key]?: Exclude<Value, undefined> } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [K in Key]?: Exclude<Value, undefined> });
}
