import type { Bundle, BundleReader } from '../run/bundles.ts';
import type { Clock } from '../run/ports.ts';
import type { GithubClient, Visit } from './client.ts';
import { GithubFailure, unlessGone } from './failure.ts';

export interface BundlesOptions {
  readonly client: GithubClient;
  /** Address of the repository's page. */
  readonly page: string;
  readonly clock: Clock;
  readonly fetch?: typeof globalThis.fetch;
}

/** An artifact as GitHub describes it; only what is read. */
interface Artifact {
  readonly id: number;
  readonly name: string;
  readonly size_in_bytes: number;
  readonly expired: boolean;
  readonly created_at: string | null;
  readonly digest?: string | null;
  readonly workflow_run?: {
    readonly id?: number;
    readonly repository_id?: number;
    readonly head_repository_id?: number;
  } | null;
}

/** The numbers of a series begin at 1; the first ones may be missing if what was to be kept under them broke off. */
const anchors = 5;
/** How long the storage may send nothing. */
const silenceMs = 60_000;

/** Artifacts of GitHub Actions by its API. What goes wrong is a `GithubFailure`. */
export function githubBundles(options: BundlesOptions): BundleReader {
  const { client } = options;
  return {
    find: (series) => client.visit((visit) => find(visit, series, options.page)),
    download: (bundle) => download(options, bundle),
    remove: async ({ id }) => {
      await client.visit(({ github, at }) =>
        unlessGone(github.rest.actions.deleteArtifact({ ...at, artifact_id: id })),
      );
    },
  };
}

/** By exact names GitHub finds the first ones of all jobs that worked on the run; their workflow runs list the others. */
async function find(visit: Visit, series: string, page: string): Promise<readonly Bundle[]> {
  const runs = new Set<number>();
  for (let number = 1; number <= anchors; number += 1) {
    const known = runs.size;
    for (const artifact of await named(visit, `${series}-${number}`)) {
      if (isOwn(artifact) && artifact.workflow_run?.id !== undefined) runs.add(artifact.workflow_run.id);
    }
    if (number > 1 && known > 0 && runs.size === known) break;
  }
  const found: Artifact[] = [];
  for (const run of runs) found.push(...(await ofRun(visit, run)));
  return found
    .filter((artifact) => isOwn(artifact) && numberIn(series, artifact.name) !== undefined)
    .sort((a, b) => b.id - a.id)
    .map((artifact) => bundleOf(artifact, page));
}

async function named({ github, at }: Visit, name: string): Promise<readonly Artifact[]> {
  const { data } = await github.rest.actions.listArtifactsForRepo({ ...at, name, per_page: 100 });
  return data.artifacts;
}

async function ofRun({ github, at }: Visit, run: number): Promise<readonly Artifact[]> {
  const found: Artifact[] = [];
  const asked = { ...at, run_id: run, per_page: 100 };
  for await (const { data } of github.paginate.iterator(github.rest.actions.listWorkflowRunArtifacts, asked)) {
    found.push(...data);
  }
  return found;
}

/** Workflows of a fork's pull request run in the repository too, and may keep what they like. */
function isOwn({ workflow_run: run }: Artifact): boolean {
  return run?.repository_id !== undefined && run.repository_id === run.head_repository_id;
}

function numberIn(series: string, name: string): number | undefined {
  const rest = name.startsWith(`${series}-`) ? name.slice(series.length + 1) : '';
  return /^[1-9]\d{0,5}$/.test(rest) ? Number(rest) : undefined;
}

function bundleOf({ id, size_in_bytes: bytes, digest, ...rest }: Artifact, page: string): Bundle {
  const sha256 = /^sha256:(?<digits>[0-9a-f]{64})$/.exec(digest ?? '')?.groups?.digits;
  return {
    id,
    bytes,
    ...(sha256 === undefined ? {} : { sha256 }),
    storedAt: rest.created_at ?? '',
    isExpired: rest.expired,
    page: `${page}/actions/runs/${rest.workflow_run?.id}`,
  };
}

/** The API answers with an address at the storage, which gets no token of ours. */
async function download(
  { client, clock, fetch = globalThis.fetch }: BundlesOptions,
  bundle: Bundle,
): Promise<AsyncIterable<Uint8Array> | undefined> {
  const asked = { artifact_id: bundle.id, archive_format: 'zip', request: { redirect: 'manual' } } as const;
  const answer = await client.visit(({ github, at }) =>
    unlessGone(github.rest.actions.downloadArtifact({ ...at, ...asked })),
  );
  if (answer === undefined) return undefined;
  const { location } = answer.headers;
  if (location === undefined) throw new GithubFailure('faulty', 'it does not say where the artifact is');
  return chunks(location, clock, fetch);
}

async function* chunks(
  address: string,
  clock: Pick<Clock, 'after'>,
  fetch: typeof globalThis.fetch,
): AsyncGenerator<Uint8Array> {
  const end = new AbortController();
  let cancel = clock.after(silenceMs, () => end.abort());
  try {
    const response = await fetch(address, { signal: end.signal });
    if (!response.ok || response.body === null)
      throw new GithubFailure('faulty', `status ${response.status} of the storage`);
    for await (const chunk of response.body) {
      cancel();
      yield chunk;
      cancel = clock.after(silenceMs, () => end.abort());
    }
  } catch (error) {
    if (error instanceof GithubFailure) throw error;
    throw new GithubFailure('faulty', end.signal.aborted ? 'the storage went silent' : wordsOf(error));
  } finally {
    cancel();
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
