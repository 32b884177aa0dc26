import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { writeFile } from './bench-repository.ts';
import { bareRun, type Case, type GraphName, graphs, jobs, type Place } from './cases.ts';
import type { BenchGraph } from './graphs.ts';
import { makefile, ninjaFile, wireitPackage } from './programs.ts';
import { airflowProgram, dagsterProgram, prefectProgram } from './python-programs.ts';

/** Another tool that runs a graph, on the graphs that it is used for. */
interface Peer {
  readonly name: string;
  /** Succeeds if the tool is there. */
  readonly probe: readonly [string, ...string[]];
  readonly file: string;
  readonly program: (graph: BenchGraph) => string;
  readonly argv: readonly [string, ...string[]];
  readonly environment?: Readonly<Record<string, string>>;
  readonly graphs: readonly GraphName[];
}

const large = ['wide, 1,000 tasks', 'chain, 1,000 tasks'] as const;
const small = ['chain, 10 tasks', 'wide, 100 tasks'] as const;

const peers: readonly Peer[] = [
  {
    name: `make -j${jobs}`,
    probe: ['make', '--version'],
    file: 'Makefile',
    program: makefile,
    argv: ['make', `-j${jobs}`, 'all'],
    graphs: large,
  },
  {
    name: `ninja -j${jobs}`,
    probe: ['ninja', '--version'],
    file: 'build.ninja',
    program: ninjaFile,
    argv: ['ninja', `-j${jobs}`],
    graphs: large,
  },
  {
    name: 'wireit',
    probe: ['sh', '-c', 'command -v wireit && command -v npm'],
    file: 'package.json',
    program: wireitPackage,
    argv: ['npm', 'run', '--silent', 'all'],
    environment: { WIREIT_PARALLEL: String(jobs), WIREIT_CACHE: 'none', WIREIT_LOGGER: 'quiet-ci' },
    graphs: large,
  },
  pythonPeer('dagster', dagsterProgram),
  pythonPeer('airflow', airflowProgram),
  pythonPeer('prefect', prefectProgram),
];

/** What there is to measure of other tools on this machine, and the names of those that are not installed. */
export function peerCases(place: Place): { readonly cases: readonly Case[]; readonly missing: readonly string[] } {
  const isHere = ({ probe: [program, ...args] }: Peer) =>
    spawnSync(program, args, { env: place.environment, stdio: 'ignore' }).status === 0;
  const here = peers.filter(isHere);
  return {
    cases: here.flatMap((peer) => peer.graphs.map((graph) => peerCase(place, peer, graph))),
    missing: peers.filter((peer) => !here.includes(peer)).map(({ name }) => name),
  };
}

function peerCase(place: Place, peer: Peer, graph: GraphName): Case {
  const folder = join(place.folder, 'peers', `${peer.name} ${graph}`.replace(/[^a-z0-9]+/g, '-'));
  writeFile(join(folder, peer.file), peer.program(graphs[graph]));
  return {
    name: `${peer.name}: ${graph}`,
    subject: { argv: peer.argv, cwd: folder, environment: { ...place.environment, ...peer.environment } },
    baseline: bareRun(place, graph),
    goals: {},
    share: 0.3,
  };
}

function pythonPeer(name: string, program: Peer['program']): Peer {
  return {
    name,
    probe: ['python3', '-c', `import ${name}`],
    file: 'bench.py',
    program,
    argv: ['python3', 'bench.py'],
    graphs: small,
  };
}
