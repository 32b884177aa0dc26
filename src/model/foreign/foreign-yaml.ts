import { likelyDate } from '../dates.ts';

// What somebody wrote for another tool, turned into Segue's YAML; an example where it is not plain enough to be shown.

/** A count of minutes as a duration. */
export function minutes(value: unknown): string {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? `${value}m` : '20m';
}

/** A count of seconds as a duration. */
export function seconds(value: unknown, otherwise = '10s'): string {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? `${value}s` : otherwise;
}

/** A cron of another tool as `on`. */
export function scheduleYaml(value: unknown): string {
  return `on: { schedule: [{ cron: ${cronYaml(value)} }] }`;
}

/** A day or an instant; an example where it is written in a way that could mean several. */
export function dateYaml(value: unknown): string {
  return (typeof value === 'string' && value.length < 60 ? likelyDate(value) : undefined) ?? '2026-01-31';
}

/** A start or an end as `on`. */
export function windowYaml(key: 'start' | 'end', value: unknown): string {
  return `on: { schedule: [{ cron: "0 5 * * *", ${key}: ${dateYaml(value)} }] }`;
}

export function activeRunsYaml(value: unknown): string {
  return `max-active-runs: ${typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : 1}`;
}

/** Ids of pipelines as a list; of another tool's mapping what it lists below `workflows`. */
export function pipelinesYaml(given: unknown): string {
  const value = typeof given === 'object' && given !== null && 'workflows' in given ? given.workflows : given;
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  const ids = items.filter((item) => typeof item === 'string' && /^\w[\w/-]{0,60}$/.test(item));
  return ids.length > 0 && ids.length === items.length && ids.length <= 5 ? `[${ids.join(', ')}]` : '[ingest/crm]';
}

const presets: Readonly<Record<string, string>> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
};

/** True for `@daily` and the like. */
export function isNickname(text: string | undefined): text is string {
  return text !== undefined && Object.hasOwn(presets, text);
}

/** A cron expression in quotes; `@daily`, `daily` and the like are spelled out. It may stand in a mapping as `cron`. */
export function cronYaml(given: unknown): string {
  const value = typeof given === 'object' && given !== null && 'cron' in given ? given.cron : given;
  if (typeof value !== 'string' || value.length > 60 || value.includes('"')) return '"0 5 * * *"';
  const nickname = `@${value.replace(/^@/, '').toLowerCase()}`;
  const preset = Object.hasOwn(presets, nickname) ? presets[nickname] : undefined;
  return `"${preset ?? (/^[\d*/,A-Za-z-]+(?: [\d*/,A-Za-z-]+){4}$/.test(value) ? value : '0 5 * * *')}"`;
}

/** A short list of plain values as the expression that gives it; else the example. */
export function foreachYaml(value: unknown): string {
  const items = Array.isArray(value) ? value : [];
  const plain = items.every(
    (item) => typeof item === 'number' || (typeof item === 'string' && /^[\w-]{1,40}$/.test(item)),
  );
  const shown = plain && items.length > 0 && items.length <= 5 ? items : ['FR', 'DE'];
  return `fromJSON('${JSON.stringify(shown).replaceAll(',', ', ')}')`;
}

/** Short plain names as a list; else the example. */
export function listYaml(value: unknown, ...example: readonly string[]): string {
  const items = Array.isArray(value) ? value : typeof value === 'string' ? [value] : [];
  const plain = items
    .filter((item): item is string => typeof item === 'string' && /^[\w-]{1,40}$/.test(item))
    .slice(0, 5);
  const shown = plain.length > 0 && plain.length === items.length ? plain : example;
  return `[${shown.join(', ')}]`;
}

/** A short plain text as it may stand in YAML; else the example. */
export function scalarYaml(value: unknown, example: string): string {
  return typeof value === 'string' && /^[\w./][\w ./=-]{0,60}$/.test(value) ? value : example;
}
