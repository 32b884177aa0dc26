import { remaining } from '../../dag/critical-path.ts';
import { buildGraph } from '../../dag/graph.ts';
import { requireOrder } from '../../dag/order.ts';
import { formatDuration } from '../../model/duration.ts';
import type { Task } from '../../model/pipeline.ts';
import type { Inclusion, Plan, PlannedTask } from '../../run/plan.ts';
import type { Style } from '../text/ansi-style.ts';
import { cleanText, wrapText } from '../text/ansi-width.ts';
import { nameList } from '../text/name-list.ts';
import { renderTable } from '../text/text-table.ts';
import { formatInterval } from '../text/time-text.ts';
import { countOf } from './run-words.ts';

export interface PlanLook {
  readonly style: Style;
  readonly width: number;
}

/**
 * A plan for people: which tasks are in or out and why, each below what it needs. What `--dry-run` prints.
 *
 * @param missingSecrets names of secrets without which the run would not start
 */
export function renderPlan(plan: Plan, missingSecrets: readonly string[], { style, width }: PlanLook): string[] {
  const graph = buildGraph(plan.tasks.map(({ task }) => task));
  const ordered = requireOrder(graph).flatMap((index) => plan.tasks[index] ?? []);
  const header = { cells: ['', 'task', 'needs', 'why', 'pool', 'usually'], paint: style.muted };
  const rows = ordered.map((planned) => taskRow(planned, plan, style));
  return [
    ...headLines(plan, style),
    '',
    ...renderTable(rows, { width, header, indent: 2 }),
    '',
    ...missingLines(missingSecrets, width).map((line) => style.warning(line)),
    [expectation(plan), 'Nothing was run.'].filter(Boolean).join(' '),
  ];
}

function headLines(plan: Plan, style: Style): string[] {
  const chosen = plan.tasks.filter(({ inclusion }) => inclusion.in);
  const params = Object.entries(plan.params).map(([name, value]) => `${name}=${value}`);
  const facts = [
    `commit ${plan.commit.slice(0, 12)}, environment ${cleanText(plan.environment)}, ${countOf(plan.limits.jobs, 'task')} at a time`,
    ...(plan.interval === undefined ? [] : [`interval ${formatInterval(plan.interval)}`]),
    ...(params.length === 0 ? [] : [`params ${cleanText(params.join(', '))}`]),
  ];
  return [
    `${style.strong(cleanText(plan.pipeline))} would run ${countOf(chosen.length, 'task')} of ${plan.tasks.length}`,
    ...facts.map((fact) => style.muted(`  ${fact}`)),
  ];
}

function taskRow({ task, inclusion, expectedMs }: PlannedTask, plan: Plan, style: Style): string[] {
  const name = cleanText(task.id);
  const { pool } = task;
  return [
    inclusion.in ? style.success('+') : style.muted('–'),
    inclusion.in ? style.strong(name) : style.muted(name),
    nameList(task.needs),
    whyText(task, inclusion),
    inclusion.in && pool !== undefined ? `${cleanText(pool)} (${countOf(plan.limits.pools[pool] ?? 1, 'slot')})` : '',
    expectedMs === undefined ? '' : formatDuration(expectedMs),
  ];
}

/** Why it is in or out, and what only the run can decide. */
function whyText({ if: condition, foreach, triggerRule }: Task, inclusion: Inclusion): string {
  const parts = [cleanText(inclusion.why)];
  if (inclusion.in) {
    if (triggerRule !== 'all_success') parts.push(`trigger rule ${triggerRule}`);
    if (condition !== undefined) parts.push('if its condition holds');
    if (foreach !== undefined) parts.push('once for each item');
  } else if (inclusion.reused !== undefined) {
    const { run } = inclusion.reused;
    parts.push(`taken ${run === 'given' ? 'as given' : `from ${run}`}`);
  }
  return parts.join('; ');
}

function missingLines(names: readonly string[], width: number): string[] {
  if (names.length === 0) return [];
  const which = `${nameList(names, 20)} ${names.length === 1 ? 'is' : 'are'} not set`;
  return wrapText(`It would not start: ${which}, in the environment or by --env-file.`, width, 4);
}

/** How long the longest path takes if every task takes what it took before. */
function expectation({ tasks }: Plan): string {
  const known = tasks.filter(({ inclusion, expectedMs }) => inclusion.in && expectedMs !== undefined);
  if (known.length === 0) return '';
  const whole = tasks.every(({ inclusion, expectedMs }) => !inclusion.in || expectedMs !== undefined);
  const graph = buildGraph(tasks.map(({ task }) => task));
  const paths = remaining(graph, (index) => (tasks[index]?.inclusion.in ? (tasks[index]?.expectedMs ?? 0) : 0));
  const longest = formatDuration(paths.reduce((most, path) => Math.max(most, path), 0));
  return `The longest path usually takes ${longest}${whole ? '' : ', without tasks that are new'}.`;
}
