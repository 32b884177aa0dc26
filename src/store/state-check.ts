import { Problem } from '../diagnostic/problem.ts';
import type { RunDocument } from '../run/document.ts';
import type { PipelineState } from '../run/ports.ts';
import { auditPath, decodeAudit } from './carried-audit.ts';
import { decodeHistory, decodeRun, decodeState, type Owner } from './codec.ts';
import type { DocumentStore, Version } from './documents.ts';
import { runOfPath, runPath, stateNamespace, statePath } from './names.ts';
import { readOwner } from './state-owner.ts';

/** One thing that is not as it should be. `warning`: odd, but nothing is lost. */
export interface StateFinding {
  readonly severity: 'error' | 'warning';
  readonly ref: string;
  /** The document, if it is about one. */
  readonly path?: string;
  readonly message: string;
}

interface Contents {
  readonly ref: string;
  readonly version: Version;
  readonly owner: Owner;
  readonly state: PipelineState;
  readonly runs: ReadonlyMap<string, RunDocument>;
}

/**
 * Checks all state refs (or those below a namespace): name and content agree, every document can be read, every run that
 * is listed exists and is listed if it exists, what is active is plausible. Sorted by ref and path; it never throws for
 * what it finds.
 *
 * @param now An instant; a claim from the future is reported.
 */
export async function checkState(
  documents: DocumentStore,
  now: string,
  namespace: string = stateNamespace,
): Promise<readonly StateFinding[]> {
  const findings: StateFinding[] = [];
  for (const { ref, version } of await documents.refs(namespace)) {
    findings.push(...(await checkRef(documents, ref, version, now)));
  }
  return findings;
}

async function checkRef(
  documents: DocumentStore,
  ref: string,
  version: Version,
  now: string,
): Promise<readonly StateFinding[]> {
  const findings: StateFinding[] = [];
  const report = (severity: StateFinding['severity'], message: string, path?: string) =>
    findings.push({ severity, ref, ...(path === undefined ? {} : { path }), message });
  const reading = new Reading(documents, version, (path, message) => report('error', message, path));
  const owner = await reading.of(statePath, () => readOwner(documents, ref, version));
  if (!owner) return findings;
  const state = await reading.text(statePath, (text) => decodeState(text, owner));
  const runs = new Map<string, RunDocument>();
  for (const path of (await reading.of('', () => documents.paths(version))) ?? []) {
    if (path === statePath) continue;
    const run = runOfPath(path);
    const month = /^history\/(\d{4}-\d{2})\.json$/.exec(path)?.[1];
    if (run !== undefined) {
      const document = await reading.text(path, (text) => decodeRun(text, owner, run));
      if (document) runs.set(run, document);
    } else if (month !== undefined) await reading.text(path, (text) => decodeHistory(text, month));
    else if (path === auditPath) await reading.text(path, decodeAudit);
    else report('warning', 'is no document of Segue', path);
  }
  if (state) for (const odd of oddities({ ref, version, owner, state, runs }, now)) report(...odd);
  return findings;
}

type Oddity = readonly [severity: StateFinding['severity'], message: string, path: string];

function oddities({ state, runs }: Contents, now: string): readonly Oddity[] {
  const listed = new Set(state.runs.map(({ run }) => run));
  const found: Oddity[] = [];
  for (const summary of state.runs) {
    const document = runs.get(summary.run);
    if (!document) found.push(['error', `${summary.run} is listed, but has no readable document`, statePath]);
    else if (document.state !== summary.state) {
      found.push(['warning', `${summary.run} is listed as ${summary.state}, but is ${document.state}`, statePath]);
    }
  }
  for (const run of runs.keys()) if (!listed.has(run)) found.push(['warning', 'is not listed', runPath(run)]);
  for (const oddity of scheduleOddities(state, now)) found.push(['warning', oddity, statePath]);
  for (const { run, claimedAt, interrupted } of state.active) {
    const document = runs.get(run);
    if (!document) found.push(['error', `${run} is active, but has no readable document`, statePath]);
    else if (document.state !== (interrupted ? 'cancelled' : 'running'))
      found.push(['warning', `${run} is active, but ${document.state}`, statePath]);
    if (claimedAt > now) found.push(['warning', `${run} was claimed in the future, at ${claimedAt}`, statePath]);
  }
  return found;
}

function scheduleOddities({ cursor, paused, dropped = [] }: PipelineState, now: string): readonly string[] {
  const backwards = dropped.filter(({ from, to }) => from >= to);
  return [
    ...(cursor !== undefined && cursor > now ? [`the schedule is served up to ${cursor}, in the future`] : []),
    ...(paused !== undefined && paused.at > now ? [`it was paused in the future, at ${paused.at}`] : []),
    ...backwards.map(
      ({ from, to }) => `intervals from ${from} to ${to} are noted as dropped, but end before they begin`,
    ),
  ];
}

/** Reads documents and reports what cannot be read instead of throwing it. */
class Reading {
  readonly #documents: DocumentStore;
  readonly #version: Version;
  readonly #report: (path: string, message: string) => void;

  constructor(documents: DocumentStore, version: Version, report: (path: string, message: string) => void) {
    this.#documents = documents;
    this.#version = version;
    this.#report = report;
  }

  text<T>(path: string, decode: (text: string) => T): Promise<T | undefined> {
    return this.of(path, async () => decode((await this.#documents.read(this.#version, path)) ?? ''));
  }

  async of<T>(path: string, read: () => Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.#report(path, error.message);
      return undefined;
    }
  }
}
