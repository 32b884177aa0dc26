import { data } from '@actions/expressions';
import type { ParamValue } from '../pipeline.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** How a needed task ended, in the words of GitHub Actions; empty while it goes on (eager trigger rules do not wait). */
export type NeedResult = 'success' | 'failure' | 'skipped' | 'cancelled' | '';

export interface NeedValue {
  readonly result: NeedResult;
  readonly outputs: Readonly<Record<string, string>>;
}

/** What expressions can see while a run goes on. A context that is absent gives an error when an expression uses it. */
export interface ExpressionValues {
  /** By task id: the direct upstreams. */
  readonly needs?: Readonly<Record<string, NeedValue>>;
  readonly params?: Readonly<Record<string, ParamValue>>;
  readonly vars?: Readonly<Record<string, string>>;
  /** Instants as ISO 8601 text in UTC. */
  readonly interval?: { readonly start: string; readonly end: string };
  readonly run?: {
    readonly id: string;
    readonly pipeline: string;
    readonly environment: string;
    readonly commit: string;
    readonly attempt: number;
  };
  /** `item` is JSON. */
  readonly foreach?: { readonly item: unknown; readonly index: number };
}

export const contextNames = ['needs', 'params', 'vars', 'interval', 'run', 'foreach'] as const;

export type ContextName = (typeof contextNames)[number];

/** The context of that name, compared without case as everywhere in expressions. */
export function findContext(name: string): ContextName | undefined {
  const lower = name.toLowerCase();
  return contextNames.find((known) => known === lower);
}

/** Makes the expression library's own data of plain JSON. */
export function toData(value: unknown): data.ExpressionData {
  if (typeof value === 'string') return new data.StringData(value);
  if (typeof value === 'number') return new data.NumberData(value);
  if (typeof value === 'boolean') return new data.BooleanData(value);
  if (Array.isArray(value)) return listOf(value);
  if (typeof value !== 'object' || value === null) return new data.Null();
  const dictionary = new data.Dictionary();
  for (const [key, item] of Object.entries(value)) dictionary.add(key, toData(item));
  return dictionary;
}

function listOf(items: readonly unknown[]): data.Array {
  const list = new data.Array();
  for (const item of items) list.add(toData(item));
  return list;
}

/** The text of a value by GitHub's rules: nothing for `null`, `Array` and `Object` for what has parts. */
export function stringOf(value: Json): string {
  return toData(value).coerceString();
}
