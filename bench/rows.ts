import type { Case } from './cases.ts';
import { alternate, type Sample } from './measure.ts';
import { median, ratioOf } from './statistics.ts';
import type { Row } from './table.ts';

/**
 * Measures one case after the other. A case without goals only informs, so it may fail without taking the rest along: a tool
 * that is installed need not work. Any other failure is thrown.
 */
export function measureRows(
  cases: readonly Case[],
  rounds: number,
): { readonly rows: readonly Row[]; readonly failed: readonly string[] } {
  const rows: Row[] = [];
  const failed: string[] = [];
  for (const each of cases) {
    try {
      rows.push(rowOf(each, rounds));
    } catch (error) {
      if (Object.keys(each.goals).length > 0) throw error;
      process.stderr.write(`${each.name}: ${error instanceof Error ? error.message : String(error)}\n`);
      failed.push(each.name);
    }
  }
  return { rows, failed };
}

function rowOf({ name, subject, baseline, goals, share }: Case, rounds: number): Row {
  const pairs = alternate(subject, baseline, Math.max(2, Math.round(rounds * share)));
  const ratio = ratioOf(pairs.map(([first, second]) => [first.wallMs, second.wallMs]));
  const baselineMs = median(pairs.map(([, { wallMs }]) => wallMs));
  const row = { name, ...middle(pairs.map(([first]) => first)), baselineMs, ratio, goals };
  process.stderr.write(`${name}: ${ratio.median.toFixed(2)}×\n`);
  return row;
}

function middle(samples: readonly Sample[]): Sample {
  const peakMb = median(samples.flatMap((sample) => sample.peakMb ?? []));
  return { wallMs: median(samples.map(({ wallMs }) => wallMs)), ...(Number.isNaN(peakMb) ? {} : { peakMb }) };
}
