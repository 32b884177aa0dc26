import { Problem } from '../../diagnostic/problem.ts';
import { decodeIncidents } from '../codec/codec-incidents.ts';
import { decodeLease, peekPool } from '../codec/codec-lease.ts';
import { damaged } from '../codec/damaged.ts';
import type { DocumentStore, Version } from '../documents/documents.ts';
import {
  commandsRef,
  environmentOf,
  incidentsRef,
  leasesOf,
  poolRef,
  poolsOf,
  stateNamespace,
  trackingRef,
} from '../names.ts';
import type { StateFinding } from '../upkeep/state-check.ts';
import { commandsPath, decodeCommands } from './command-board.ts';
import { incidentsPath } from './incident-board.ts';
import { leasePath } from './lease-board.ts';
import { poolPath } from './pool-board.ts';

/**
 * Checks leases, pools and books of incidents, those of this clone and those of the remote as last fetched: what nobody can read is watched for
 * the longest time, keeps tasks waiting, or nobody is told. It never throws for what it finds.
 *
 * @param environments Whose.
 */
export async function checkShared(
  documents: DocumentStore,
  environments: readonly string[],
): Promise<readonly StateFinding[]> {
  const findings: StateFinding[] = [];
  for (const environment of environments) {
    const leases = leasesOf(environment);
    const pools = poolsOf(environment);
    for (const place of [leases, trackingRef(leases)]) {
      for (const { ref, version } of await documents.refs(place)) {
        const check = (text: string) => decodeLease(text, ref.slice(place.length));
        findings.push(...(await checkOne(documents, { ref, version, path: leasePath }, check)));
      }
    }
    for (const place of [pools, trackingRef(pools)]) {
      for (const { ref, version } of await documents.refs(place)) {
        const check = (text: string) => checkPool(text, environment, `${pools}${ref.slice(place.length)}`);
        findings.push(...(await checkOne(documents, { ref, version, path: poolPath }, check)));
      }
    }
    const book = incidentsRef(environment);
    for (const { ref, version } of [...(await documents.refs(book)), ...(await documents.refs(trackingRef(book)))]) {
      const check = (text: string) => void decodeIncidents(text, environment);
      findings.push(...(await checkOne(documents, { ref, version, path: incidentsPath }, check)));
    }
    const commands = commandsRef(environment);
    for (const place of [commands, trackingRef(commands)]) {
      for (const { ref, version } of await documents.refs(place)) {
        const check = (text: string) => void decodeCommands(text, environment);
        findings.push(...(await checkOne(documents, { ref, version, path: commandsPath }, check)));
      }
    }
  }
  return findings;
}

/** Environments that have any of these refs. */
export async function sharedEnvironments(documents: DocumentStore): Promise<readonly string[]> {
  const names = new Set<string>();
  for (const namespace of ['refs/segue-lease/', 'refs/segue-pool/', 'refs/segue-incidents/', 'refs/segue-commands/']) {
    for (const place of [namespace, trackingRef(namespace)]) {
      for (const { ref } of await documents.refs(place)) {
        const environment = environmentOf(`${stateNamespace}${ref.slice(place.length)}`);
        if (environment !== undefined) names.add(environment);
      }
    }
  }
  return [...names].sort();
}

interface Place {
  readonly ref: string;
  readonly version: Version;
  readonly path: string;
}

async function checkOne(
  documents: DocumentStore,
  { ref, version, path }: Place,
  check: (text: string) => void,
): Promise<readonly StateFinding[]> {
  try {
    check((await documents.read(version, path)) ?? '');
    return [];
  } catch (error) {
    if (error instanceof Problem) return [{ severity: 'error', ref, path, message: error.message }];
    throw error;
  }
}

function checkPool(text: string, environment: string, ref: string): void {
  const pool = peekPool(text);
  if (pool.environment !== environment || poolRef(environment, pool.pool) !== ref) {
    throw damaged(`pool at ${ref}`, `it is about ${pool.pool} in ${pool.environment}`);
  }
}
