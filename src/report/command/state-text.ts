import { countOf } from '../run/run-words.ts';
import type { Style } from '../text/ansi-style.ts';
import { cleanText } from '../text/ansi-width.ts';
import { renderTable } from '../text/text-table.ts';
import { formatInstant } from '../text/time-text.ts';

/** One ref with state, as `segue state show` lists it. */
export interface ShownState {
  readonly ref: string;
  readonly environment?: string;
  readonly pipeline?: string;
  readonly cursor?: string;
  readonly paused?: string;
  readonly runs: number;
  readonly active: readonly string[];
  readonly problem?: string;
}

/** Something that is not as it should be, as `segue state fsck` tells it. */
export interface ShownStateFinding {
  readonly severity: 'error' | 'warning';
  readonly ref: string;
  readonly path?: string;
  readonly message: string;
}

/** A table of what Segue remembers. */
export function renderState(states: readonly ShownState[], style: Style, width: number): string[] {
  if (states.length === 0) return ['Segue remembers nothing here yet.'];
  const header = { cells: ['pipeline', 'environment', 'runs', 'active', 'scheduled up to', 'ref'], paint: style.muted };
  const rows = states.map(({ ref, environment, pipeline, runs, active, problem, ...more }) => [
    problem === undefined ? style.strong(cleanText(pipeline ?? '')) : style.failure(cleanText(problem)),
    cleanText(environment ?? ''),
    String(runs),
    cleanText(active.join(', ')),
    scheduled(more, style),
    style.muted(cleanText(ref)),
  ]);
  return renderTable(rows, { width, header });
}

function scheduled({ cursor, paused }: Pick<ShownState, 'cursor' | 'paused'>, style: Style): string {
  const served = cursor === undefined ? '' : formatInstant(cursor);
  if (paused === undefined) return served;
  return `${served} ${style.warning(`paused by ${cleanText(paused)}`)}`.trimStart();
}

/** One line for each finding, and a verdict. */
export function renderStateFindings(findings: readonly ShownStateFinding[], style: Style): string[] {
  if (findings.length === 0) return [`${style.success('✓')} The state is sound.`];
  const lines = findings.map(({ severity, ref, path = '', message }) => {
    const mark = severity === 'error' ? style.failure('error') : style.warning('warning');
    return `${mark} ${cleanText(ref)}${path === '' ? '' : `:${cleanText(path)}`} ${cleanText(message)}`;
  });
  return [...lines, '', `${countOf(findings.length, 'finding')}.`];
}
