import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Case, type Place, runCases, startCases, validationCases } from './cases.ts';
import { alternate, type Sample } from './measure.ts';
import { peerCases } from './peers.ts';
import { withPlace } from './place.ts';
import { planningRows } from './planning.ts';
import { insertReport } from './report.ts';
import { median, ratioOf } from './statistics.ts';
import { isMet, type Row, renderTable } from './table.ts';

// `npm run bench`: node bench/run.ts [--quick] [--only TEXT] [--entry FILE] [--write FILE]
const { values: options } = parseArgs({
  options: {
    /** Fewer rounds: to see a trend, not to decide by. */
    quick: { type: 'boolean', default: false },
    /** Only rows whose names hold this. */
    only: { type: 'string', default: '' },
    /** The bundle to measure; dist/cli/index.js, or one made of the sources. */
    entry: { type: 'string' },
    /** Puts the report between the markers of this file. */
    write: { type: 'string' },
  },
});
const rounds = options.quick ? 3 : 11;

function measureAll(place: Place): string {
  const peers = peerCases(place);
  const cases = [...runCases(place), ...startCases(place), ...validationCases(place), ...peers.cases];
  const wanted = (name: string) => name.includes(options.only);
  const measured = cases.filter(({ name }) => wanted(name)).map((each) => rowOf(each));
  const planned = wanted('plan:') ? planningRows(rounds) : [];
  const rows = [...measured.filter(hasGoal), ...planned, ...measured.filter((row) => !hasGoal(row))];
  if (!rows.every(isMet)) process.exitCode = 1;
  const absent = peers.missing.length === 0 ? '' : `\nNot installed here: ${peers.missing.join(', ')}.\n`;
  return `${machine(place)}\n\n${renderTable(rows)}${absent}`;
}

function rowOf({ name, subject, baseline, goals, share }: Case): Row {
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

function hasGoal({ goals }: Row): boolean {
  return Object.keys(goals).length > 0;
}

function machine({ environment }: Place): string {
  const say = (command: string) => execFileSync(command, ['--version'], { env: environment }).toString().trim();
  const all = cpus();
  return `${all.length} cores (${all[0]?.model ?? 'unknown'}), ${process.platform}, Node ${say('node')}, ${say('git')}.`;
}

const report = await withPlace(options.entry === undefined ? undefined : resolve(options.entry), measureAll);
process.stdout.write(report);
if (options.write !== undefined) {
  writeFileSync(options.write, insertReport(readFileSync(options.write, 'utf8'), report));
}
