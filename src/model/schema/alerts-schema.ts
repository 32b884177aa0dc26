import { z } from 'zod';
import { weekdays } from '../alerts.ts';
import { limits } from '../limits.ts';
import { expect, list, strict, text, wholeNumber, words } from './schema-parts.ts';

function buildTimeOfDay() {
  return z.string(expect('time-of-day')).regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, expect('time-of-day'));
}

function buildQuiet() {
  return strict({
    from: buildTimeOfDay().describe('When they begin, such as `"22:00"`.'),
    to: buildTimeOfDay().describe('When they end; if that is not later than `from`, on the next day.'),
    days: list(words(weekdays), weekdays.length, 'texts')
      .optional()
      .describe('Days on which they begin, `mon` to `sun`. Default: each day.'),
    critical: words(['always', 'wait'])
      .optional()
      .describe('What is critical is told `always` (default), or has to `wait` as well.'),
  });
}

function buildSecretName() {
  return z.string(expect('webhook')).regex(/^[A-Za-z_][A-Za-z0-9_]{0,99}$/, expect('webhook'));
}

function listOf(description: string) {
  return list(text, limits.alertPatterns, 'texts').optional().describe(description);
}

function buildRoute() {
  return strict({
    webhook: buildSecretName().describe('Name of the secret that holds the address of the webhook.'),
    format: words(['slack', 'json']).optional().describe("Slack's own format (default), or plain `json`."),
    pipelines: listOf('Ids of pipelines; `*` stands for any part of a name, `**` for folders too.'),
    tags: listOf('Tags, of which the pipeline has one.'),
    owners: listOf('Owners, of whom one is that of the pipeline.'),
  });
}

/** `alerts`. */
export function buildAlerts() {
  return strict({
    after: wholeNumber(1, limits.alertAfter)
      .optional()
      .describe('Failures of a pipeline in a row before anybody is told, 1 to 20. Default: 1.'),
    'per-day': wholeNumber(1, limits.alertsPerDay)
      .optional()
      .describe('Messages that one webhook gets in a day; the last tells all that is left. Default: 20.'),
    timezone: text.optional().describe('Whose days and hours: an IANA name. Default: UTC.'),
    quiet: buildQuiet().optional().describe('When nobody is told.'),
    routes: list(buildRoute(), limits.alertRoutes, 'alert-routes')
      .optional()
      .describe('Webhooks; the first that fits an incident gets its messages.'),
  });
}
