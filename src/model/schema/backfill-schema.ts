import type { z } from 'zod';
import { orderWords, reprocessWords } from '../backfill.ts';
import { limits } from '../limits.ts';
import { dateOrInstant, expect, named, scalarValue, strict, text, wholeNumber, words } from './schema-parts.ts';

function build() {
  return strict({
    pipeline: text.describe('The id of the pipeline: its path below the folder of the pipelines, without the ending.'),
    from: dateOrInstant.describe(
      "The first day (`2026-01-31`, in the timezone of the pipeline's first cron) or instant (`2026-01-31T05:00Z`): intervals that start then or later.",
    ),
    to: dateOrInstant.describe('The day or instant after the last: intervals that start before it.'),
    reprocess: words(reprocessWords)
      .optional()
      .describe(
        'Which of them: `missing` (default) have no success yet, of `failed` the newest run did not succeed, `all` are run again.',
      ),
    'max-active': wholeNumber(1, limits.maxActiveRuns)
      .optional()
      .describe("Runs of this backfill at once, beside those of the pipeline's `max-active-runs`. Default: 1."),
    order: words(orderWords).optional().describe('Default: oldest-first.'),
    params: named(scalarValue, 'variables').optional().describe("Values of the pipeline's params for these runs."),
    reason: text.regex(/\S/, expect('reason')).describe('Why; it is kept with each run.'),
  });
}

let schema: ReturnType<typeof build> | undefined;

/** The shape of a backfill file, built at the first call. */
export function backfillSchema(): ReturnType<typeof build> {
  schema ??= build();
  return schema;
}

/** A backfill file, as written. */
export type BackfillFile = z.infer<ReturnType<typeof build>>;
