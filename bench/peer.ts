import type { GraphName } from './cases.ts';
import type { BenchGraph } from './graphs.ts';

export type Argv = readonly [string, ...string[]];

export type Environment = Readonly<Record<string, string>>;

/** Another tool that runs a graph, on the graphs that it is used for. */
export interface Peer {
  readonly name: string;
  /** What its rows are called; its name without one. */
  readonly label?: string;
  /** Prints its version, and fails if the tool is not here. */
  readonly version: Argv;
  /** Where the program goes, seen from the folder that it runs in. */
  readonly file: string;
  readonly program: (graph: BenchGraph, jobs: number) => string;
  readonly argv: Argv;
  /** The environment to run in; what the tool keeps belongs into the folder. */
  readonly environment: (given: Environment, folder: string) => Environment;
  /** Runs before the first round and is not measured. `makes` tells that it has run. */
  readonly preparation?: { readonly argv: Argv; readonly makes: string };
  readonly graphs: readonly GraphName[];
}

/** Wireit cannot be asked, but its package can. It runs in npm. */
export const wireitVersion: Argv = [
  'sh',
  '-c',
  `command -v npm >&2 && cd "$(dirname "$(readlink -f "$(command -v wireit)")")" &&
    node -p 'require("../package.json").version'`,
];
