import { z } from 'zod';
import { limits as bounds } from '../limits.ts';
import { demandCodes, requiredKeys, riskCodes } from '../policy.ts';
import { duration, expect, list, named, strict, text, wholeNumber, words } from './schema-parts.ts';

const severities = ['error', 'warning'] as const;

function textOrTexts(description: string) {
  return z
    .union([text, list(text, bounds.policyPatterns, 'text-or-texts')], expect('text-or-texts'))
    .optional()
    .describe(description);
}

function buildScope() {
  return {
    pipelines: textOrTexts('Ids of pipelines, or globs of them; `*` stays within a folder, `**` does not.'),
    tags: textOrTexts('Tags, of which the pipeline has one.'),
    owners: textOrTexts('Owners, of whom one is that of the pipeline.'),
  };
}

function buildMessage() {
  return text.optional().describe('What you say to who does not follow it.');
}

function buildRules() {
  return {
    severity: words(severities)
      .optional()
      .describe('`error` (default) fails the check of a pull request, `warning` does not.'),
    require: list(words(requiredKeys), requiredKeys.length, 'required-keys')
      .optional()
      .describe('Keys that each pipeline must have; a `deadline` only those with a schedule.'),
    shells: list(text, bounds.policyPatterns, 'texts')
      .optional()
      .describe('Shells that tasks may have, or globs of them: `bash`, `uv run *`.'),
    lanes: list(text, bounds.policyPatterns, 'texts').optional().describe('Lanes that pipelines may run in.'),
    'min-cron-distance': duration
      .optional()
      .describe('The least from one scheduled start of a pipeline to the next, `1m` to `31d`.'),
    message: buildMessage(),
  };
}

function buildLimits() {
  const count = wholeNumber(0, bounds.policyCount);
  return strict({
    pipelines: count.optional().describe('Pipelines that it owns.'),
    tasks: count.optional().describe('Tasks of all its pipelines.'),
    'runs-per-month': count.optional().describe('Scheduled runs of all its pipelines in 30 days.'),
  });
}

function buildReviewer() {
  return z.string(expect('reviewer')).regex(/^@[A-Za-z0-9][\w-]{0,99}(?:\/[\w.-]{1,100})?$/, expect('reviewer'));
}

function buildProtection() {
  return strict({
    ...buildScope(),
    approvals: wholeNumber(1, bounds.policyApprovals)
      .optional()
      .describe('How many people have to agree, 1 to 6. Default: 1.'),
    by: list(buildReviewer(), bounds.policyPatterns, 'texts')
      .optional()
      .describe("Whose word counts. Default: the pipeline's owner and the code owners of its file."),
    message: buildMessage(),
  });
}

function buildExemption() {
  return strict({
    ...buildScope(),
    codes: list(words(demandCodes), demandCodes.length, 'texts')
      .min(1, expect('texts'))
      .describe('What they need not follow.'),
    reason: z.string(expect('reason')).regex(/\S/, expect('reason')).describe('Why not.'),
  });
}

function listOf<Item extends z.ZodType>(item: Item) {
  return list(item, bounds.policyRules, 'mappings');
}

/** `policy`. */
export function buildPolicy() {
  return strict({
    ...buildRules(),
    rules: listOf(strict({ ...buildScope(), ...buildRules() }))
      .optional()
      .describe('More of the same for some pipelines; of all that fit one each holds.'),
    runners: list(text, bounds.policyPatterns, 'texts')
      .optional()
      .describe('Labels that lanes may run on, or globs of them: `ubuntu-*`.'),
    limits: named(buildLimits()).optional().describe('What an owner may have; `*` is each that is not named.'),
    protect: listOf(buildProtection()).optional().describe('Pipelines that nobody changes alone.'),
    exempt: listOf(buildExemption()).optional().describe('What some pipelines need not follow, and why.'),
    block: list(words(riskCodes), riskCodes.length, 'texts')
      .optional()
      .describe("Risks of a change that do not pass without an owner's word: `SG851`."),
  });
}
