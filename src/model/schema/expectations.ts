import type { LoaderCodeName } from '../codes.ts';
import { likelyDate } from '../dates.ts';
import { writeDuration } from '../duration.ts';
import { cronYaml, foreachYaml, scheduleYaml } from '../foreign/foreign-yaml.ts';
import { limits } from '../limits.ts';

/** What a place in a file takes, in words, and what to do if something else stands there. */
export interface Expectation {
  readonly code: LoaderCodeName;
  /** Follows "must be". */
  readonly expects: string;
  readonly help?: string | ((value: unknown) => string | undefined);
}

/** By the error text of the schema's parts. */
export const expectations = {
  mapping: { code: 'wrongType', expects: 'a mapping (`key: value`)' },
  on: {
    code: 'wrongType',
    expects: 'a mapping with `schedule` or `after`',
    help: (value) => `Write \`${scheduleYaml(value)}\`, or leave it out: every pipeline can be started by hand.`,
  },
  tasks: {
    code: 'wrongType',
    expects: 'a mapping from ids to tasks',
    help: 'Write `tasks: { extract: { run: ./extract.sh } }`.',
  },
  task: {
    code: 'wrongType',
    expects: 'a mapping with `run`',
    help: (value) => `Write \`{ run: ${commandLike(value)} }\`.`,
  },
  defaults: {
    code: 'wrongType',
    expects: 'a mapping of task keys',
    help: 'Write `defaults: { timeout: 20m, retries: 1 }`.',
  },
  params: {
    code: 'wrongType',
    expects: 'a mapping from names to params',
    help: 'Write `params: { country: { default: FR } }`.',
  },
  variables: { code: 'wrongType', expects: 'a mapping from names to values', help: 'Write `{ COUNTRY: FR }`.' },
  text: { code: 'wrongType', expects: 'text', help: inQuotes },
  texts: { code: 'wrongType', expects: 'a list of texts', help: asList },
  'text-or-texts': { code: 'wrongType', expects: 'text, or a list of texts', help: inQuotes },
  mappings: { code: 'wrongType', expects: 'a list of at most 50 mappings', help: 'Begin each entry with `- `.' },
  'required-keys': {
    code: 'wrongType',
    expects: 'a list of keys of pipelines',
    help: 'Write `require: [owner, description]`.',
  },
  reviewer: {
    code: 'wrongType',
    expects: 'a person or a team of GitHub',
    help: 'Write `@login` or `@organisation/team`, in quotes.',
  },
  scalar: { code: 'wrongType', expects: 'text, a number, `true` or `false`' },
  scalars: { code: 'wrongType', expects: 'a list of at least one value', help: asList },
  word: { code: 'wrongType', expects: 'one of these words' },
  'yes-or-no': { code: 'wrongType', expects: '`true` or `false`', help: asBoolean },
  'whole-number': { code: 'wrongType', expects: 'a whole number' },
  'id-or-ids': {
    code: 'wrongType',
    expects: 'a task id or a list of task ids',
    help: 'Write `needs: extract` or `needs: [extract, transform]`.',
  },
  'pipeline-or-pipelines': {
    code: 'wrongType',
    expects: 'the id of a pipeline or a list of ids',
    help: 'Write one, such as `ingest/crm`, or a list: `[ingest/crm, ingest/shop]`.',
  },
  retries: {
    code: 'wrongType',
    expects: 'a whole number, or a mapping with `limit`',
    help: 'Write `retries: 3` or `retries: { limit: 3, delay: 10s, backoff: exponential, max-delay: 5m, jitter: full }`.',
  },
  pool: {
    code: 'wrongType',
    expects: 'a number of slots',
    help: 'Write `crm-api: 2` or `crm-api: { slots: 2, scope: repository }`.',
  },
  artifacts: {
    code: 'wrongType',
    expects: '`none`, a glob or a list of globs',
    help: 'Write `artifacts: [data/*.parquet]` or `artifacts: none`.',
  },
  schedule: {
    code: 'wrongType',
    expects: 'a list of crons',
    help: (value) => `Write \`schedule: [{ cron: ${cronYaml(value)}, timezone: Europe/Paris }]\`.`,
  },
  fire: {
    code: 'wrongType',
    expects: 'a mapping with `cron`',
    help: (value) => `Write \`{ cron: ${cronYaml(value)}, timezone: Europe/Paris }\`.`,
  },
  deadline: {
    code: 'wrongType',
    expects: 'a mapping with `by` or `after`',
    help: 'Write `deadline: { by: "07:00" }` or `deadline: { after: 90m }`.',
  },
  foreach: {
    code: 'wrongType',
    expects: 'an expression that gives a list',
    help: (value) => `Write \`foreach: ${foreachYaml(value)}\`.`,
  },
  run: {
    code: 'wrongType',
    expects: 'text: the commands for the shell',
    help: 'Put several commands below `run: |`, one on a line.',
  },
  'run-not-empty': {
    code: 'emptyRun',
    expects: 'at least one command',
    help: 'A task that does nothing can be left out; `run: "true"` does nothing on purpose.',
  },
  'run-length': {
    code: 'outOfBounds',
    expects: `at most ${limits.runLength} characters`,
    help: 'Put the script into a file of its own and run that.',
  },
  shell: {
    code: 'badShell',
    expects: "`bash`, `sh`, `python`, `node`, or a command with `{0}` where the script's file goes",
    help: 'Another program works as `shell: perl {0}`.',
  },
  duration: { code: 'badDuration', expects: 'a duration such as `90s`, `20m`, `1h30m` or `2d`', help: asDuration },
  date: {
    code: 'badDate',
    expects: 'a day such as `2026-01-31`, or an instant with its offset such as `2026-01-31T05:00Z`',
    help: asDate,
  },
  'lane-token': {
    code: 'wrongType',
    expects: 'an expression of Actions',
    help: `Write \`token: \${{ steps.app.outputs.token }}\`; a token itself must stand in no file.`,
  },
  'filled-text': { code: 'wrongType', expects: 'a text that is not empty', help: inQuotes },
  'runs-on': {
    code: 'wrongType',
    expects: 'a label, a list of labels, or a mapping with `group`',
    help: 'Write `runs-on: ubuntu-latest` or `runs-on: [self-hosted, linux]`.',
  },
  container: {
    code: 'wrongType',
    expects: 'an image, or a mapping with `image`',
    help: 'Write `container: python:3.13` or `container: { image: ghcr.io/acme/dbt }`.',
  },
  setup: {
    code: 'wrongType',
    expects: 'a list of workflow steps',
    help: 'Write `setup: [{ uses: actions/setup-python@<commit> }]`, or `setup: [{ run: uv sync }]`.',
  },
  step: { code: 'wrongType', expects: 'a mapping with `uses` or `run`', help: 'Write `{ run: uv sync }`.' },
  'lane-environment': {
    code: 'wrongType',
    expects: 'the name of an environment, or a mapping with `name`',
    help: 'Write `environment: production`.',
  },
  action: {
    code: 'wrongType',
    expects: 'an action with its version',
    help: 'Write `action: seguehq/segue@v1`; a commit in place of the tag pins it.',
  },
  reason: {
    code: 'wrongType',
    expects: 'a text that says why',
    help: 'It is kept with each run, for those who ask later.',
  },
  webhook: {
    code: 'wrongType',
    expects: 'the name of a secret, such as `SLACK_WEBHOOK`',
    help: 'Whoever knows the address can write there: keep it as a secret, and name that.',
  },
  'alert-routes': {
    code: 'wrongType',
    expects: 'a list of at most 50 routes',
    help: 'Write `routes: [{ webhook: SLACK_WEBHOOK }]`.',
  },
  cases: {
    code: 'wrongType',
    expects: 'a list of cases',
    help: 'Write `cases: [{ name: all is well, expect: { state: success } }]`.',
  },
  answer: {
    code: 'wrongType',
    expects: '`success`, `failed`, `timeout`, a mapping, or a list of these: one for each attempt',
    help: 'Write `failed`, `{ outputs: { rows: 3 }, duration: 4m }` or `[failed, success]`.',
  },
  'task-expectation': {
    code: 'wrongType',
    expects: 'the state of a task, or a mapping',
    help: 'Write `skipped`, or `{ state: failed, attempts: 3 }`.',
  },
  order: {
    code: 'wrongType',
    expects: 'a list of task ids, or a list of such lists',
    help: 'Write `order: [extract, load]` or `order: [[extract, load], [extract, report]]`.',
  },
  span: {
    code: 'badDuration',
    expects: 'a duration such as `90s` or `1h30m`, or a mapping with `at-least` or `at-most`',
    help: 'Write `duration: 14m` or `duration: { at-most: 15m }`.',
  },
  alerts: {
    code: 'wrongType',
    expects: 'a list of texts',
    help: 'Write `alerts: [load fails]`, or `alerts: []` where nobody is told.',
  },
  fires: {
    code: 'wrongType',
    expects: 'a list of instants',
    help: 'Write `fires: [2026-01-31T05:00Z, 2026-02-01T05:00Z]`.',
  },
  'fires-after': {
    code: 'wrongType',
    expects: 'a list of mappings with `after` and `fires`',
    help: 'Write `schedule: [{ after: 2026-01-31, fires: [2026-01-31T05:00Z] }]`.',
  },
  'time-of-day': {
    code: 'badDuration',
    expects: 'a time of day such as `"07:00"`, in 24 hours',
    help: 'Write hours and minutes with two digits each, in quotes.',
  },
} as const satisfies Readonly<Record<string, Expectation>>;

export type ExpectationName = keyof typeof expectations;

/** The expectation of that name; other texts are of the schema library itself and count as a wrong type. */
export function expectation(name: string): Expectation {
  return Object.hasOwn(expectations, name)
    ? expectations[name as ExpectationName]
    : { code: 'wrongType', expects: 'something else' };
}

function commandLike(value: unknown): string {
  return typeof value === 'string' && /^[\w./][\w ./=-]{0,60}$/.test(value) ? value : './extract.sh';
}

function inQuotes(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return `Put it in quotes: \`"${value}"\`.`;
  return undefined;
}

function asList(value: unknown): string | undefined {
  return typeof value === 'string' && value.length < 40 ? `Write \`[${value}]\`.` : undefined;
}

function asBoolean(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (/^(?:yes|on|y|"?true"?)$/i.test(value)) return 'Write `true`.';
  if (/^(?:no|off|n|"?false"?)$/i.test(value)) return 'Write `false`.';
  return value.includes('${{') ? 'Expressions cannot stand here: it is decided before the run.' : undefined;
}

function asDuration(value: unknown): string {
  const number =
    typeof value === 'number' || (typeof value === 'string' && /^\d+$/.test(value)) ? Number(value) : undefined;
  if (number !== undefined)
    return `Say the unit: \`${number}s\` are seconds, \`${number}m\` minutes, \`${number}h\` hours.`;
  const guess = typeof value === 'string' ? guessDuration(value) : undefined;
  if (guess !== undefined) return `Write \`${guess}\`.`;
  return 'Units are `d`, `h`, `m`, `s` and `ms`, from large to small, without spaces or fractions.';
}

function asDate(value: unknown): string | undefined {
  const likely = typeof value === 'string' && value.length < 60 ? likelyDate(value) : undefined;
  if (likely === undefined) return 'The year comes first, and the day must be one that the month has.';
  return likely.endsWith('Z')
    ? `Write \`${likely}\`, or another offset than \`Z\`, which is UTC.`
    : `Write \`${likely}\`.`;
}

const unitMs: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 };

/** `1.5h`, `5 min`, `2 hours`, `1h 30m`: what people write instead. */
function guessDuration(value: string): string | undefined {
  if (!/^(?:\s*\d{1,6}(?:\.\d{1,3})?\s*[a-z]+)+\s*$/i.test(value.slice(0, 40))) return undefined;
  let ms = 0;
  for (const [, count, unit] of value.slice(0, 40).matchAll(/(\d{1,6}(?:\.\d{1,3})?)\s*([a-z]+)/gi)) {
    const factor = unit?.toLowerCase() === 'ms' ? 1 : unitMs[unit?.[0]?.toLowerCase() ?? ''];
    if (factor === undefined) return undefined;
    ms += Number(count) * factor;
  }
  return Number.isSafeInteger(ms) ? writeDuration(ms) : undefined;
}
