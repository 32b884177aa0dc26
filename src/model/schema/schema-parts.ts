import { z } from 'zod';
import { dateOrInstantPattern, isDateOrInstant } from '../dates.ts';
import { durationPattern } from '../duration.ts';
import { limits } from '../limits.ts';
import type { ExpectationName } from './expectations.ts';

// A part's error text is the name of an expectation; `explain-issues.ts` makes sentences of them.

/** A mapping with these keys and no others; its complaint about others names those that it knows. */
export function strict<const Shape extends z.ZodRawShape>(shape: Shape, expected: ExpectationName = 'mapping') {
  const known = `keys:${Object.keys(shape).join(',')}`;
  return z.strictObject(shape, { error: (issue) => (issue.code === 'unrecognized_keys' ? known : expected) });
}

/** A mapping from names to values of one kind. Names are checked apart, where their place is known. */
export function named<Value extends z.ZodType>(value: Value, expected: ExpectationName = 'mapping') {
  return z.record(z.string(), value, expect(expected));
}

export function list<Item extends z.ZodType>(item: Item, max: number, expected: ExpectationName) {
  return z.array(item, expect(expected)).max(max, expect(expected));
}

export function wholeNumber(min: number, max: number, expected: ExpectationName = 'whole-number') {
  return z.int(expect(expected)).min(min, expect(expected)).max(max, expect(expected));
}

export function words<const Words extends readonly string[]>(values: Words) {
  return z.enum(values, expect('word'));
}

export function expect(name: ExpectationName): { readonly error: ExpectationName } {
  return { error: name };
}

export const text = z.string(expect('text'));

export const yesOrNo = z.boolean(expect('yes-or-no'));

/** Its bounds are checked once it is a number, in `bounds.ts`. */
export const duration = z.string(expect('duration')).regex(durationPattern, expect('duration'));

/** A day or an instant, see `dates.ts`. */
export const dateOrInstant = z
  .string(expect('date'))
  .regex(dateOrInstantPattern, expect('date'))
  .refine(isDateOrInstant, expect('date'));

const scalar = [z.string(), z.number(), z.boolean()] as const;

/** A value of a param; also of its `default` and `enum`. */
export const scalarValue = z.union(scalar, expect('scalar'));

/** Environment variables and `vars`; numbers and the like are taken as they are written. */
export const variables = named(z.union(scalar, expect('scalar')), 'variables');

export const names = z.union([text, list(text, limits.needsPerTask, 'id-or-ids')], expect('id-or-ids'));

/** Ids of pipelines: one or a list. */
export const pipelineIds = z.union(
  [text, list(text, limits.afterPerPipeline, 'pipeline-or-pipelines')],
  expect('pipeline-or-pipelines'),
);

export const foreach = z.string(expect('foreach'));

export const run = z
  .string(expect('run'))
  .regex(/\S/, expect('run-not-empty'))
  .max(limits.runLength, expect('run-length'));

export const shell = z.string(expect('shell')).regex(/^(?:bash|sh|python|node)$|\{0\}/, expect('shell'));

export const artifacts = z.union([text, list(text, limits.artifactPatternsPerTask, 'artifacts')], expect('artifacts'));

export const retries = z.union(
  [
    wholeNumber(0, limits.retries, 'retries'),
    strict({
      limit: wholeNumber(0, limits.retries).describe('Tries after the first one, at most 20.'),
      delay: duration.optional().describe('The wait before the first of them. Default: 10s.'),
      backoff: words(['constant', 'linear', 'exponential'])
        .optional()
        .describe('How the wait grows with each try. Default: exponential.'),
      'max-delay': duration.optional().describe('The longest wait. Default: 5m.'),
      jitter: words(['none', 'full'])
        .optional()
        .describe(
          '`full` (default) waits a random share of the delay, so that tasks which failed together spread out.',
        ),
    }),
  ],
  expect('retries'),
);
