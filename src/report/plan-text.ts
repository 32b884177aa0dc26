import { formatDuration } from '../model/duration.ts';
import type { Plan, PlannedTask } from '../run/plan.ts';
import type { Style } from './ansi-style.ts';
import { cleanText } from './ansi-width.ts';
import { nameList } from './name-list.ts';
import { countOf } from './run-words.ts';
import { renderTable } from './text-table.ts';
import { formatInterval } from './time-text.ts';

/** A plan for people: which tasks are in or out and why, in the order of the file. What `--dry-run` prints. */
export function renderPlan(plan: Plan, style: Style, width: number): string[] {
  const chosen = plan.tasks.filter(({ inclusion }) => inclusion.in);
  const params = Object.entries(plan.params).map(([name, value]) => `${name}=${value}`);
  const header = { cells: ['', 'task', 'needs', 'why', 'usually'], paint: style.muted };
  return [
    `${style.strong(cleanText(plan.pipeline))} would run ${countOf(chosen.length, 'task')} of ${plan.tasks.length}`,
    style.muted(
      `  commit ${plan.commit.slice(0, 12)}, environment ${cleanText(plan.environment)}, ${countOf(plan.limits.jobs, 'job')}`,
    ),
    ...(plan.interval === undefined ? [] : [style.muted(`  interval ${formatInterval(plan.interval)}`)]),
    ...(params.length === 0 ? [] : [style.muted(`  params ${cleanText(params.join(', '))}`)]),
    '',
    ...renderTable(
      plan.tasks.map((planned) => taskRow(planned, style)),
      { width, header, indent: 2 },
    ),
    '',
    'Nothing was run.',
  ];
}

function taskRow({ task, inclusion, expectedMs }: PlannedTask, style: Style): string[] {
  const reused = inclusion.in ? undefined : inclusion.reused?.run;
  const from = reused === undefined ? '' : `; what it gave is taken from ${reused}`;
  const name = cleanText(task.id);
  return [
    inclusion.in ? style.success('+') : style.muted('–'),
    inclusion.in ? style.strong(name) : style.muted(name),
    nameList(task.needs),
    `${cleanText(inclusion.why)}${from}`,
    expectedMs === undefined ? '' : formatDuration(expectedMs),
  ];
}
