import { join } from 'node:path';
import { forgetResults, makeRepository, writeFile } from './bench-repository.ts';
import { type BenchGraph, chain, layered, wide } from './graphs.ts';
import type { Command } from './measure.ts';
import { bareGraph, pipelineFile } from './programs.ts';
import type { Goals } from './table.ts';
import { validatedPipelines } from './validated-pipelines.ts';

/** What a line of the table is measured from: whole processes, the second one the baseline. */
export interface Case {
  readonly name: string;
  readonly subject: Command;
  readonly baseline: Command;
  readonly goals: Goals;
  /** Rounds, as a share of those of a run of 1,000 tasks. */
  readonly share: number;
}

export interface Place {
  /** A folder for everything that is made. */
  readonly folder: string;
  /** Segue's bundle. */
  readonly entry: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Tasks at once, everywhere. */
export const jobs = 2;

export const graphs = {
  'wide, 1,000 tasks': wide(1_000),
  'chain, 1,000 tasks': chain(1_000),
  'layered, 1,000 tasks': layered(1_000, { width: 50, needs: 3, seed: 1 }),
  'chain, 10 tasks': chain(10),
  'wide, 100 tasks': wide(100),
} as const satisfies Readonly<Record<string, BenchGraph>>;

export type GraphName = keyof typeof graphs;

const runGoals: readonly (readonly [GraphName, number])[] = [
  ['wide, 1,000 tasks', 1.3],
  ['chain, 1,000 tasks', 1.5],
  ['layered, 1,000 tasks', 1.3],
  ['chain, 10 tasks', 3],
];

/** Runs of Segue against a bare program that spawns the same processes. */
export function runCases(place: Place): readonly Case[] {
  const root = join(place.folder, 'runs');
  const entries = runGoals.map(([name]) => [`pipelines/${fileName(name)}.yml`, pipelineFile(graphs[name])] as const);
  makeRepository(root, Object.fromEntries(entries));
  return runGoals.map(([name, ratio]) => ({
    name: `run: ${name}`,
    subject: segue(place, root, ['run', fileName(name), '--jobs', String(jobs)]),
    baseline: bareRun(place, name),
    goals: { ratio },
    share: graphs[name].length < 100 ? 2 : 1,
  }));
}

/** The bare program on one of the graphs. */
export function bareRun({ folder, environment }: Place, name: GraphName): Command {
  const file = join(folder, `${fileName(name)}.json`);
  writeFile(file, bareGraph(graphs[name]));
  return { argv: ['node', join(import.meta.dirname, 'bare.mjs'), file, String(jobs)], cwd: folder, environment };
}

/** Validation of many files, against parsing them alone. */
export function validationCases(place: Place): readonly Case[] {
  const root = join(place.folder, 'validated');
  makeRepository(root, validatedPipelines(1_000));
  const parse = join(import.meta.dirname, 'bare-yaml.mjs');
  const shared = {
    baseline: { argv: ['node', parse, join(root, 'pipelines')], cwd: root, environment: place.environment },
    share: 0.5,
  } as const;
  const validate = segue(place, root, ['validate']);
  return [
    {
      ...shared,
      name: 'validate: 1,000 pipelines, cold',
      subject: { ...validate, before: () => forgetResults(root) },
      // Two seconds where `yaml` alone takes 1.25.
      goals: { ratio: 1.6, peakMb: 300 },
    },
    { ...shared, name: 'validate: 1,000 pipelines, unchanged', subject: validate, goals: { wallMs: 400 } },
  ];
}

/** Start-up alone. */
export function startCases(place: Place): readonly Case[] {
  const { folder, environment } = place;
  return [
    {
      name: 'segue --version',
      subject: segue(place, folder, ['--version']),
      baseline: { argv: ['node', '-e', '0'], cwd: folder, environment },
      goals: { ratio: 2 },
      share: 3,
    },
  ];
}

/** A command of Segue. */
export function segue({ entry, environment }: Place, cwd: string, args: readonly string[]): Command {
  return { argv: ['node', entry, ...args], cwd, environment };
}

/** `chain, 10 tasks` → `chain-10-tasks`. */
function fileName(name: GraphName): string {
  return name.replaceAll(',', '').replaceAll(' ', '-');
}
