/** The part of an OpenAPI 3.0 description that is read here. */
export interface ApiDescription {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: unknown;
}

interface Operation {
  readonly parameters?: readonly unknown[];
  readonly requestBody?: {
    readonly required?: boolean;
    readonly content: Readonly<Record<string, { schema: unknown }>>;
  };
}

/** Requests alone, every reference followed, without words for people. */
export interface PickedApi {
  readonly source: string;
  readonly version: string;
  readonly operations: Readonly<Record<string, PickedOperation>>;
}

export interface PickedOperation {
  readonly parameters: readonly { name: string; in: string; required: boolean; schema: object }[];
  readonly body?: { readonly required: boolean; readonly schema: object };
}

/** Throws for an operation that GitHub does not describe. */
export function pickOperations(api: ApiDescription, names: readonly string[], version: string): PickedApi {
  const picked = names.map((name) => {
    const [method = '', path = ''] = name.split(' ');
    const operation = api.paths[path]?.[method.toLowerCase()];
    if (operation === undefined) throw new Error(`GitHub describes no ${name}`);
    return [name, pick(api, operation)] as const;
  });
  return { source: 'npm @octokit/openapi, MIT', version, operations: Object.fromEntries(picked) };
}

function pick(api: ApiDescription, { parameters = [], requestBody }: Operation): PickedOperation {
  const plain = parameters.map((each) => {
    const { name, in: place, required = false, schema } = bare(api, each) as PickedOperation['parameters'][number];
    return { name, in: place, required, schema };
  });
  const content = requestBody?.content['application/json'];
  if (content === undefined) return { parameters: plain };
  return {
    parameters: plain,
    body: { required: requestBody?.required === true, schema: bare(api, content.schema) as object },
  };
}

const forPeople: ReadonlySet<string> = new Set([
  'description',
  'example',
  'examples',
  'title',
  'x-github',
  'x-multi-segment',
]);

/** `inside`: keys of this object are names that the API gave, e.g. of properties. */
function bare(api: ApiDescription, value: unknown, inside = false): unknown {
  if (Array.isArray(value)) return value.map((each) => bare(api, each));
  if (typeof value !== 'object' || value === null) return value;
  if ('$ref' in value && typeof value.$ref === 'string') return bare(api, followed(api, value.$ref));
  const entries = Object.entries(value).filter(([key]) => inside || !forPeople.has(key));
  return orNull(
    Object.fromEntries(entries.map(([key, each]) => [key, bare(api, each, !inside && key === 'properties')])),
  );
}

/** OpenAPI's `nullable` in the words of JSON Schema. */
function orNull({ nullable, ...schema }: Readonly<Record<string, unknown>>): object {
  if (typeof nullable !== 'boolean') return nullable === undefined ? schema : { nullable, ...schema };
  return nullable ? { anyOf: [schema, { type: 'null' }] } : schema;
}

function followed(api: ApiDescription, ref: string): unknown {
  const keys = ref.replace('#/', '').split('/');
  return keys.reduce<unknown>((value, key) => (value as Readonly<Record<string, unknown>>)[key], api);
}
