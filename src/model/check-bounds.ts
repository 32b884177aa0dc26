import { parseDuration, writeDuration } from './duration.ts';
import { finding, type Report } from './finding.ts';
import { limits } from './limits.ts';
import { routeWords } from './route-words.ts';
import type { PipelineFile } from './schema/pipeline-schema.ts';
import type { SettingsFile } from './schema/settings-schema.ts';
import type { TaskDefaultsFile } from './schema/task-schema.ts';
import type { Route, Source } from './yaml/source.ts';

/** Refuses more tasks than are looked at, before they are; true if there are not too many. */
export function checkTaskCount(value: Readonly<Record<string, unknown>>, source: Source, report: Report): boolean {
  const { tasks } = value;
  if (typeof tasks !== 'object' || tasks === null || Array.isArray(tasks)) return true;
  return checkCount(Object.keys(tasks).length, limits.tasksPerPipeline, ['tasks'], source, report);
}

/** Reports what has the right shape but not the right size, or not together with what stands beside it. */
export function checkPipelineBounds(file: PipelineFile, source: Source, report: Report): void {
  const tasks = Object.keys(file.tasks);
  if (tasks.length === 0) {
    const help = 'Add at least one: `extract: { run: ./extract.sh }`.';
    report(finding('missingKey', source.key(['tasks']), 'the pipeline has no task', help));
  }
  checkCount(Object.keys(file.params ?? {}).length, limits.paramsPerPipeline, ['params'], source, report);
  checkCount(Object.keys(file.env ?? {}).length, limits.envPerTask, ['env'], source, report);
  checkDeadline(file.deadline, source, report);
  if (file.defaults !== undefined) checkTaskBounds(file.defaults, ['defaults'], source, report);
  for (const task of tasks) {
    const values = file.tasks[task];
    if (values !== undefined) checkTaskBounds(values, ['tasks', task], source, report);
  }
}

/** The same for `.github/segue.yml`. */
export function checkSettingsBounds(file: SettingsFile, source: Source, report: Report): void {
  if (file.defaults !== undefined) checkTaskBounds(file.defaults, ['defaults'], source, report);
  const { shortestLeaseMs, longestLeaseMs } = limits;
  if (file.lease !== undefined) checkSpan(file.lease, shortestLeaseMs, longestLeaseMs, ['lease'], source, report);
  const lead = file.wake?.lead;
  if (lead !== undefined) checkSpan(lead, 0, limits.longestLeadMs, ['wake', 'lead'], source, report);
  const keep = file.artifacts?.keep;
  const { shortestKeepMs, longestKeepMs } = limits;
  if (keep !== undefined) checkSpan(keep, shortestKeepMs, longestKeepMs, ['artifacts', 'keep'], source, report);
  checkCronDistances(file.policy, source, report);
  checkMaxRuntime(file['max-runtime'], [], source, report);
  for (const [name, lane] of Object.entries(file.lanes ?? {})) {
    checkMaxRuntime(lane['max-runtime'], ['lanes', name], source, report);
  }
}

function checkCronDistances(policy: SettingsFile['policy'], source: Source, report: Report): void {
  const { shortestCronDistanceMs, longestCronDistanceMs } = limits;
  const written = [
    { text: policy?.['min-cron-distance'], route: ['policy'] },
    ...(policy?.rules ?? []).map((rules, index) => ({
      text: rules['min-cron-distance'],
      route: ['policy', 'rules', index],
    })),
  ];
  for (const { text, route } of written) {
    if (text === undefined) continue;
    checkSpan(text, shortestCronDistanceMs, longestCronDistanceMs, [...route, 'min-cron-distance'], source, report);
  }
}

function checkMaxRuntime(text: string | undefined, route: Route, source: Source, report: Report): void {
  const { shortestRuntimeMs, longestRuntimeMs } = limits;
  if (text === undefined) return;
  checkSpan(text, shortestRuntimeMs, longestRuntimeMs, [...route, 'max-runtime'], source, report);
}

/** The bounds of what `defaults` and a task can both say. */
export function checkTaskBounds(file: TaskDefaultsFile, route: Route, source: Source, report: Report): void {
  if (file.env !== undefined)
    checkCount(Object.keys(file.env).length, limits.envPerTask, [...route, 'env'], source, report);
  if (file.timeout !== undefined) checkSpan(file.timeout, 1, limits.timeoutMs, [...route, 'timeout'], source, report);
  if (typeof file.retries !== 'object') return;
  const { delay, 'max-delay': maxDelay } = file.retries;
  if (delay !== undefined) checkSpan(delay, 0, limits.retryDelayMs, [...route, 'retries', 'delay'], source, report);
  if (maxDelay === undefined) return;
  const place = [...route, 'retries', 'max-delay'];
  const least = (delay === undefined ? undefined : parseDuration(delay)) ?? 0;
  checkSpan(maxDelay, Math.min(least, limits.retryDelayMs), limits.retryDelayMs, place, source, report);
}

function checkDeadline(deadline: PipelineFile['deadline'], source: Source, report: Report): void {
  if (deadline === undefined) return;
  const { by, after } = deadline;
  const help = 'Write `deadline: { by: "07:00" }` or `deadline: { after: 90m }`.';
  const range = source.key(['deadline']);
  if (by === undefined && after === undefined) report(finding('missingKey', range, '`deadline` says no time', help));
  if (by !== undefined && after !== undefined) {
    report(finding('wrongType', range, '`deadline` takes `by` or `after`, not both', help));
  }
  if (after !== undefined) checkSpan(after, 1, limits.deadlineMs, ['deadline', 'after'], source, report);
}

function checkSpan(text: string, min: number, max: number, route: Route, source: Source, report: Report): void {
  const ms = parseDuration(text);
  if (ms === undefined || (ms >= min && ms <= max)) return;
  const bound =
    ms > max ? `at most \`${writeDuration(max)}\`` : min <= 1 ? 'more than zero' : `at least \`${writeDuration(min)}\``;
  report(finding('outOfBounds', source.value(route), `${routeWords(route)} must be ${bound}, but it is \`${text}\``));
}

function checkCount(count: number, max: number, route: Route, source: Source, report: Report): boolean {
  if (count <= max) return true;
  const message = `${routeWords(route)} has ${count} entries, at most ${max} are allowed`;
  report(finding('outOfBounds', source.key(route), message, 'Split the pipeline into several files.'));
  return false;
}
