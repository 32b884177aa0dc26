import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import type { PickedApi, PickedOperation } from '../../scripts/pick-operations.ts';

interface Request {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

interface Described {
  readonly name: string;
  readonly method: string;
  readonly pattern: RegExp;
  readonly parameters: PickedOperation['parameters'];
  readonly checkPath: ValidateFunction;
  readonly checkQuery: ValidateFunction;
  readonly checkBody: ValidateFunction | undefined;
  readonly wantsBody: boolean;
}

const api: PickedApi = JSON.parse(readFileSync(new URL('../fixtures/github-openapi.json', import.meta.url), 'utf8'));
// Addresses hold text alone, which GitHub reads as numbers; a body says what it means.
const addresses = new Ajv({ strict: false, validateFormats: false, coerceTypes: true });
const bodies = new Ajv({ strict: false, validateFormats: false, allErrors: true });
let described: readonly Described[] | undefined;

/** What GitHub's own description of its API finds wrong with a request; nothing if it is one that GitHub knows. */
export function requestProblems(request: Request): readonly string[] {
  described ??= Object.entries(api.operations).map(describe);
  const fitting = described.filter((each) => each.method === request.method && fits(each, request.path));
  const operation = fitting[0];
  if (operation === undefined) {
    return [`${request.method} ${request.path} is none of scripts/github-operations.ts, or GitHub knows no such thing`];
  }
  const problems = [...queryProblems(operation, request.query), ...bodyProblems(operation, request.body)];
  return problems.map((problem) => `${operation.name}: ${problem}`);
}

/** Parts of an address that hold slashes. */
const shapes: Readonly<Record<string, string>> = { ref: '.+', basehead: '.+', branch: '.+', path: '.*' };

function describe([name, { parameters, body }]: [string, PickedOperation]): Described {
  const [method = '', path = ''] = name.split(' ');
  const source = path.replaceAll(/\{(\w+)\}/g, (_, key: string) => `(?<${key}>${shapes[key] ?? '[^/]+'})`);
  return {
    name,
    method,
    pattern: new RegExp(`^${source}$`),
    parameters,
    checkPath: addresses.compile(schemaOf(parameters, 'path')),
    checkQuery: addresses.compile(schemaOf(parameters, 'query')),
    checkBody: body === undefined ? undefined : bodies.compile(closed(body.schema)),
    wantsBody: body?.required === true,
  };
}

function schemaOf(parameters: PickedOperation['parameters'], place: 'path' | 'query'): object {
  const here = parameters.filter((each) => each.in === place);
  const properties = Object.fromEntries(here.map(({ name, schema }) => [name, schema]));
  const required = here.filter((each) => each.required).map(({ name }) => name);
  return { type: 'object', properties, required, additionalProperties: false };
}

/** What GitHub does not describe it overlooks; here it is a slip of ours. */
function closed(schema: unknown): object {
  if (typeof schema !== 'object' || schema === null) return {};
  const { properties, items, ...rest } = schema as Readonly<Record<string, unknown>>;
  const open = 'additionalProperties' in rest || 'oneOf' in rest || 'allOf' in rest || properties === undefined;
  const inside = Object.entries(properties ?? {}).map(([key, value]) => [key, closed(value)]);
  return {
    ...rest,
    ...(properties === undefined ? {} : { properties: Object.fromEntries(inside) }),
    ...(items === undefined ? {} : { items: closed(items) }),
    ...(open ? {} : { additionalProperties: false }),
  };
}

function fits({ pattern, checkPath }: Described, path: string): boolean {
  const parts = pattern.exec(path);
  return parts !== null && checkPath({ ...parts.groups }) === true;
}

function queryProblems({ checkQuery }: Described, query: URLSearchParams): readonly string[] {
  return checkQuery(Object.fromEntries(query)) ? [] : problemsOf(checkQuery, 'the query');
}

function bodyProblems({ checkBody, wantsBody }: Described, body: unknown): readonly string[] {
  if (body === undefined) return wantsBody ? ['it has no body'] : [];
  if (checkBody === undefined) return ['it has a body, which GitHub does not read'];
  return checkBody(body) ? [] : problemsOf(checkBody, 'the body');
}

function problemsOf({ errors }: ValidateFunction, what: string): readonly string[] {
  return (errors ?? []).map(
    ({ instancePath, message, params }) => `${what}${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}
