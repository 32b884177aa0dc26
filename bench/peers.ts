import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { writeFile } from './bench-repository.ts';
import { bareRun, type Case, type GraphName, graphs, jobs, type Place } from './cases.ts';
import { runOnce } from './measure.ts';
import { type Environment, type Peer, wireitVersion } from './peer.ts';
import { makefile, ninjaFile, wireitPackage } from './programs.ts';
import { pythonPeers } from './python-peers.ts';

const large = ['wide, 1,000 tasks', 'chain, 1,000 tasks'] as const;

const peers: readonly Peer[] = [
  {
    name: 'make',
    label: `make -j${jobs}`,
    version: ['make', '--version'],
    file: 'Makefile',
    program: makefile,
    argv: ['make', `-j${jobs}`, 'all'],
    environment: (given) => given,
    graphs: large,
  },
  {
    name: 'ninja',
    label: `ninja -j${jobs}`,
    version: ['ninja', '--version'],
    file: 'build.ninja',
    program: ninjaFile,
    argv: ['ninja', `-j${jobs}`],
    environment: (given) => given,
    graphs: large,
  },
  {
    name: 'wireit',
    version: wireitVersion,
    file: 'package.json',
    program: wireitPackage,
    argv: ['npm', 'run', '--silent', 'all'],
    environment: (given) => ({
      ...given,
      WIREIT_PARALLEL: String(jobs),
      WIREIT_CACHE: 'none',
      WIREIT_LOGGER: 'quiet-ci',
    }),
    graphs: large,
  },
  ...pythonPeers,
];

/** A tool that is here, and what there is to measure of it. */
export interface FoundPeer {
  readonly name: string;
  readonly version: string;
  readonly cases: readonly Case[];
}

/** The other tools that are on this machine's PATH, and the names of those that are not. */
export function findPeers(place: Place): { readonly found: readonly FoundPeer[]; readonly missing: readonly string[] } {
  const looked = peers.map((peer) => ({ peer, version: versionOf(peer, place) }));
  return {
    found: looked.flatMap(({ peer, version }) =>
      version === undefined
        ? []
        : [{ name: peer.name, version, cases: peer.graphs.map((graph) => peerCase(place, peer, graph)) }],
    ),
    missing: looked.filter(({ version }) => version === undefined).map(({ peer }) => peer.name),
  };
}

/** What the tool says of its version, from the first digit on. */
function versionOf({ version: [program, ...args], environment }: Peer, place: Place): string | undefined {
  const { status, stdout } = spawnSync(program, args, { env: environment(place.environment, place.folder) });
  return status === 0 ? /\d+\.\d+.*/.exec(String(stdout))?.[0] : undefined;
}

function peerCase(place: Place, peer: Peer, graph: GraphName): Case {
  const { name, label = name, file, program, argv } = peer;
  const folder = join(place.folder, 'peers', `${name} ${graph}`.replace(/[^a-z0-9]+/g, '-'));
  const environment = peer.environment(place.environment, folder);
  writeFile(join(folder, file), program(graphs[graph], jobs));
  return {
    name: `${label}: ${graph}`,
    subject: { argv, cwd: folder, environment, before: () => prepare(peer, folder, environment) },
    baseline: bareRun(place, graph),
    goals: {},
    share: 0.3,
  };
}

/** Makes once what the tool wants to find. */
function prepare({ preparation }: Peer, cwd: string, environment: Environment): void {
  if (preparation === undefined || existsSync(join(cwd, preparation.makes))) return;
  runOnce({ argv: preparation.argv, cwd, environment });
}
