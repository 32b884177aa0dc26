import { Problem } from '../../diagnostic/problem.ts';
import type { RunDocument } from '../../run/document.ts';
import type { PipelineState, RunSummary } from '../../run/ports.ts';
import { decodeAt } from '../documents/document-at.ts';
import type { DocumentStore, Version } from '../documents/documents.ts';
import { runListPath, runPath, stateNamespace, statePath } from '../names.ts';
import { latestOf } from './retention.ts';
import { readOwner } from './state-owner.ts';

/** One thing that is not as it should be. `warning`: odd, but nothing is lost. */
export interface StateFinding {
  readonly severity: 'error' | 'warning';
  readonly ref: string;
  /** The document, if it is about one. */
  readonly path?: string;
  readonly message: string;
}

/** Of the documents that can be read; what no document says is absent. */
interface Contents {
  state?: PipelineState;
  list?: readonly RunSummary[];
  readonly runs: Map<string, RunDocument>;
}

type Oddity = readonly [severity: StateFinding['severity'], message: string, path: string];

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
  return checkRefs(documents, await documents.refs(namespace), now);
}

/** The same of these refs alone. */
export async function checkRefs(
  documents: DocumentStore,
  refs: Awaited<ReturnType<DocumentStore['refs']>>,
  now: string,
): Promise<readonly StateFinding[]> {
  const findings: StateFinding[] = [];
  for (const { ref, version } of refs) findings.push(...(await checkRef(documents, ref, version, now)));
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
  const owner = await reported(report, statePath, () => readOwner(documents, ref, version));
  if (!owner) return findings;
  const contents: Contents = { runs: new Map() };
  const paths = (await reported(report, '', () => documents.paths(version))) ?? [];
  for (const path of paths) {
    await reported(report, path, async () => {
      const known = decodeAt(path, (await documents.read(version, path)) ?? '', owner);
      if (known === undefined) report('warning', 'is no document of Segue', path);
      else if (known.kind === 'pipeline') contents.state = known.document;
      else if (known.kind === 'runs') contents.list = known.document.runs;
      else if (known.kind === 'run') contents.runs.set(known.document.run, known.document);
    });
  }
  const list = contents.list ?? (paths.includes(runListPath) ? undefined : []);
  for (const odd of [...listOddities(contents, list), ...stateOddities(contents, list, now)]) report(...odd);
  return findings;
}

/** Reports what cannot be read instead of throwing it. */
async function reported<T>(
  report: (severity: 'error', message: string, path: string) => void,
  path: string,
  read: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    report('error', error.message, path);
    return undefined;
  }
}

function listOddities({ runs }: Contents, list: readonly RunSummary[] | undefined): readonly Oddity[] {
  if (list === undefined) return [];
  const found: Oddity[] = [];
  for (const { run, state } of list) {
    const document = runs.get(run);
    if (!document) found.push(['error', `${run} is listed, but has no readable document`, runListPath]);
    else if (document.state !== state) {
      found.push(['warning', `${run} is listed as ${state}, but is ${document.state}`, runListPath]);
    }
  }
  const listed = new Set(list.map(({ run }) => run));
  for (const run of runs.keys()) if (!listed.has(run)) found.push(['warning', 'is not listed', runPath(run)]);
  return found;
}

function stateOddities(
  { state, runs }: Contents,
  list: readonly RunSummary[] | undefined,
  now: string,
): readonly Oddity[] {
  if (state === undefined) return [];
  const found = scheduleOddities(state, now).map((oddity): Oddity => ['warning', oddity, statePath]);
  if (list !== undefined && JSON.stringify(latestOf(list, state.cursor).latest) !== JSON.stringify(state.latest)) {
    found.push(['warning', `does not name the newest runs of ${runListPath}`, statePath]);
  }
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
