import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Place, runCases, startCases, validationCases } from './cases.ts';
import { diffRows } from './diffing.ts';
import { jobCases, reportingRows } from './jobs.ts';
import { findPeers } from './peers.ts';
import { withPlace } from './place.ts';
import { planningRows } from './planning.ts';
import { insertReport } from './report.ts';
import { reviewRows } from './reviewing.ts';
import { measureRows } from './rows.ts';
import { simulatingRows } from './simulating.ts';
import { isMet, type Row, renderTable } from './table.ts';
import { sharedTickRows, tickCases } from './ticks.ts';
import { webhookRows } from './webhooks.ts';

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
  const { found, missing } = findPeers(place);
  const own = [
    ...runCases(place),
    ...startCases(place),
    ...validationCases(place),
    ...(isWanted('tick:') ? tickCases(place) : []),
    ...(isWanted('job:') ? jobCases(place) : []),
  ];
  const cases = [...own, ...found.flatMap((peer) => peer.cases)].filter(({ name }) => isWanted(name));
  const { rows: measured, failed } = measureRows(cases, rounds);
  const planned = isWanted('plan:') ? planningRows(rounds) : [];
  const diffed = isWanted('diff:') ? diffRows(rounds) : [];
  const reviewed = isWanted('review:') ? reviewRows(rounds) : [];
  const told = isWanted('app:') ? webhookRows(place, rounds) : [];
  const simulated = isWanted('simulate:') ? simulatingRows() : [];
  const shared = isWanted('tick:') ? sharedTickRows(place, rounds) : [];
  const reporting = isWanted('job:') ? reportingRows(place, rounds) : [];
  const rows = [
    ...measured.filter(hasGoal),
    ...planned,
    ...diffed,
    ...simulated,
    ...reviewed,
    ...told,
    ...shared,
    ...reporting,
    ...measured.filter((row) => !hasGoal(row)),
  ];
  if (!rows.every(isMet)) process.exitCode = 1;
  const wanted = found.filter((peer) => peer.cases.some(({ name }) => isWanted(name)));
  const versions = wanted.map(({ name, version }) => `${name} ${version}`);
  const notes = [note('Other tools', versions), note('Failed here', failed), note('Not installed here', missing)];
  return `${machine(place)}\n\n${renderTable(rows)}${notes.join('')}`;
}

/** A paragraph below the table; nothing if there is nothing to list. */
function note(what: string, names: readonly string[]): string {
  return names.length === 0 ? '' : `\n${what}: ${names.join(', ')}.\n`;
}

function isWanted(name: string): boolean {
  return name.includes(options.only);
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
