/** The part of JSON Schema that is read here. */
export interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly definitions?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly $ref?: string;
  readonly [key: string]: unknown;
}

const forPeople: readonly string[] = ['description', 'title'];

/**
 * What a schema says of some properties, and of nothing else: all others count as unknown ones. Definitions that nothing names any
 * more are left out, as are words for people.
 */
export function pickSchema(whole: Schema, names: readonly string[]): Schema {
  const definitions = whole.definitions ?? {};
  const kept = new Map<string, Schema>();
  const follow = (schema: Schema): Schema => {
    const name = schema.$ref?.replace('#/definitions/', '');
    if (name !== undefined && !kept.has(name)) {
      kept.set(name, {});
      kept.set(name, pick(definitions[name] ?? missing(name)));
    }
    return pick(schema);
  };
  const pick = ({ definitions: _, properties, items, ...rest }: Schema): Schema => {
    const own = Object.entries(rest).filter(([key, value]) => !forPeople.includes(key) || typeof value !== 'string');
    const inside = Object.entries(properties ?? {}).filter(([name]) => names.includes(name));
    return {
      ...Object.fromEntries(own),
      ...(properties === undefined
        ? {}
        : { properties: Object.fromEntries(inside.map(([name, each]) => [name, follow(each)])) }),
      ...(items === undefined ? {} : { items: follow(items) }),
    };
  };
  return { ...pick(whole), definitions: Object.fromEntries([...kept].sort(([a], [b]) => (a < b ? -1 : 1))) };
}

function missing(name: string): never {
  throw new Error(`the schema has no definition ${name}`);
}
