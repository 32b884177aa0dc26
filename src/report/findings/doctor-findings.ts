import { unreachable } from '../../run/states.ts';
import { countOf } from '../run/run-words.ts';
import type { Style } from '../text/ansi-style.ts';
import { cleanText } from '../text/ansi-width.ts';

/** What `segue doctor` found out about one thing that pipelines need. */
export interface DoctorFinding {
  readonly about: string;
  readonly state: 'ok' | 'warning' | 'error';
  /** A version, or what is missing and who needs it. */
  readonly message: string;
  /** What to do; absent if all is well. */
  readonly help?: string;
}

/** One line for each finding, what to do below it, and a verdict at the end. */
export function renderDoctor(findings: readonly DoctorFinding[], style: Style): string[] {
  const width = Math.max(0, ...findings.map(({ about }) => about.length));
  const lines = findings.flatMap(({ about, state, message, help }) => {
    const line = `${findingMark(state, style)} ${cleanText(about).padEnd(width)}  ${cleanText(message)}`;
    return help === undefined ? [line] : [line, `${' '.repeat(width + 4)}${style.muted(cleanText(help))}`];
  });
  return [...lines, '', verdict(findings, style)];
}

function verdict(findings: readonly DoctorFinding[], style: Style): string {
  const problems = findings.filter(({ state }) => state === 'error').length;
  const warnings = findings.filter(({ state }) => state === 'warning').length;
  if (problems > 0) return style.failure(`${countOf(problems, 'problem')} to mend.`);
  return warnings > 0 ? style.warning(`No problem, ${countOf(warnings, 'warning')}.`) : style.success('All is well.');
}

function findingMark(state: DoctorFinding['state'], style: Style): string {
  switch (state) {
    case 'ok':
      return style.success('✓');
    case 'warning':
      return style.warning('!');
    case 'error':
      return style.failure('✗');
    default:
      return unreachable(state);
  }
}
