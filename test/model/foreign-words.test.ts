import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { foreignWord, foreignWordsAt } from '../../src/model/foreign/foreign-words.ts';
import { loadPipeline } from '../../src/model/load.ts';

const counting = 'It may stay out: a schedule counts from the merge on, and a backfill asks for past intervals.';

const levels = ['', 'defaults', 'tasks.*', 'on', 'on.schedule.*', 'tasks.*.retries', 'params.*'];

/** A pipeline that holds an entry at a level, and nothing else that is wrong. */
function pipelineWith(level: string, entry: string): string {
  const task = (own: string) => `tasks:\n  a:\n    run: x\n${own}`;
  switch (level) {
    case '':
      return `${entry}\n${task('')}`;
    case 'defaults':
      return `defaults:\n${indent(entry, 2)}\n${task('')}`;
    case 'tasks.*':
      return task(indent(entry, 4));
    case 'on':
      return `on:\n${indent(entry, 2)}\n${task('')}`;
    case 'on.schedule.*':
      return `on:\n  schedule:\n    - timezone: UTC\n${/^cron:/.test(entry) ? '' : '      cron: "0 5 * * *"\n'}${indent(entry, 6)}\n${task('')}`;
    case 'tasks.*.retries':
      return task(`    retries:\n${/^limit:/.test(entry) ? '' : '      limit: 1\n'}${indent(entry, 6)}`);
    default:
      return `params:\n  p:\n${indent(entry, 4)}\n${task('')}`;
  }
}

function indent(text: string, spaces: number): string {
  return text.replaceAll(/^/gm, ' '.repeat(spaces));
}

const words = levels.flatMap((level) => foreignWordsAt(level).map((word) => [level, word] as const));

describe('words of other tools', () => {
  it.each(words)('at %j: %s is refused, with advice', (level, word) => {
    const { diagnostics } = loadPipeline('pipelines/p.yml', pipelineWith(level, `${word}: 5`));
    const foreign = diagnostics.filter(({ code }) => code === 'SG102');
    expect(foreign).toHaveLength(1);
    expect(foreign[0]?.message).toContain(`\`${word}\` is a word of `);
    expect(foreign[0]?.help).toMatch(/^(?:Write|Leave|Put)/);
  });

  it.each(words)('at %j: what replaces %s is good YAML', (level, word) => {
    const { yaml } = foreignWord(level, word) ?? {};
    const texts = [7, 'x y', ['a', 'b'], null].map((value) =>
      typeof yaml === 'function' ? yaml(value) : (yaml ?? ''),
    );
    expect(texts.flatMap((text) => parseDocument(text).errors)).toEqual([]);
  });

  it.each([
    ['tasks.*', 'depends_on: [a, b]', 'Write `needs: [a, b]`.'],
    ['tasks.*', 'dependsOn: a', 'Write `needs: [a]`.'],
    ['tasks.*', 'timeout-minutes: 45', 'Write `timeout: 45m`.'],
    ['tasks.*', 'bash_command: dbt build', 'Write `run: dbt build`.'],
    ['tasks.*', 'retry_delay: 30', 'Write `retries: { limit: 3, delay: 30s }`.'],
    ['', 'schedule_interval: "@daily"', 'Write `on: { schedule: [{ cron: "0 0 * * *" }] }`.'],
    ['', 'schedule: "5 4 * * 1-5"', 'Write `on: { schedule: [{ cron: "5 4 * * 1-5" }] }`.'],
    ['', 'start_date: 2026-1-5', `Write \`on: { schedule: [{ cron: "0 5 * * *", start: 2026-01-05 }] }\`. ${counting}`],
    ['', 'end_date: datetime(2026, 1, 5)', 'Write `on: { schedule: [{ cron: "0 5 * * *", end: 2026-01-31 }] }`.'],
    ['', 'concurrency_limit: 3', 'Write `max-active-runs: 3`.'],
    ['on', 'workflow_run: { workflows: [ingest, shop] }', 'Write `after: [ingest, shop]`. Pipelines, by id.'],
    [
      'on',
      'workflow_run: { workflows: [Build it], types: [completed] }',
      'Write `after: [ingest/crm]`. Pipelines, by id.',
    ],
    ['on.schedule.*', 'end_date: 2026-06-30', 'Write `end: 2026-06-30`.'],
    ['params.*', 'options: [FR, DE]', 'Write `enum: [FR, DE]`.'],
    ['tasks.*.retries', 'max_attempts: 3', 'Write `limit: 2`. `limit` counts the tries after the first.'],
  ])('at %j: %s becomes what it means here', (level, entry, help) => {
    const { diagnostics } = loadPipeline('pipelines/p.yml', pipelineWith(level, entry));
    expect(diagnostics.find(({ code }) => code === 'SG102')?.help).toBe(help);
  });
});
