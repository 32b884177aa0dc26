import { createHash } from 'node:crypto';
import { Problem } from '../diagnostic/problem.ts';
import { limits } from '../model/limits.ts';
import { environmentPattern } from '../model/settings.ts';

/** Shared state lives below this; one ref per pipeline and environment. */
export const stateNamespace = 'refs/segue/';

/** What was last seen at the remote: the same names below another root, never pushed. */
export const trackingNamespace = 'refs/segue-remote/';

/** The environment of a laptop's own runs; it never leaves the clone. */
export const localEnvironment = 'local';

/** One ref for each process that holds a lease. */
const leaseNamespace = 'refs/segue-lease/';

/** One ref for each pool that processes share. */
const poolNamespace = 'refs/segue-pool/';

/** One ref for each run of which something is asked from another machine. */
const inboxNamespace = 'refs/segue-inbox/';

/** One ref for each environment. */
const incidentsNamespace = 'refs/segue-incidents/';

/** One ref for each environment. */
const commandsNamespace = 'refs/segue-commands/';

const slugLength = 40;
/** 64 bits: a collision is not a danger, since the id is stored inside and verified, but it would block a pipeline. */
const hashDigits = 16;
const runName = /^r-[A-Za-z0-9]{1,32}$/;

/**
 * The ref that holds a pipeline's state: `refs/segue/<environment>/<slug>-<hash>`. The slug is for people; the hash of
 * the id keeps apart what nests (`a`, `a/b`), differs by case, ends in `.lock`, or is long.
 *
 * @throws {Problem} SG612 if the environment or the id cannot be named.
 */
export function stateRef(environment: string, pipeline: string): string {
  return `${environmentNamespace(environment)}${pipelineKey(pipeline)}`;
}

/** `<slug>-<hash>`: a pipeline's id as one safe file name, e.g. for folders beside the repository. */
export function pipelineKey(pipeline: string): string {
  const id = canonicalId(pipeline);
  const hash = createHash('sha256').update(id).digest('hex').slice(0, hashDigits);
  return `${slug(id)}-${hash}`;
}

/** All refs of an environment begin so. */
export function environmentNamespace(environment: string): string {
  if (environment.length > limits.idLength || !environmentPattern.test(environment)) {
    throw new Problem(
      'SG612',
      `The environment ${JSON.stringify(environment)} cannot be stored.`,
      `Use lower-case letters, digits, \`-\` and \`_\`, at most ${limits.idLength} characters.`,
      2,
    );
  }
  return `${stateNamespace}${environment}/`;
}

/** All leases of an environment begin so. */
export function leasesOf(environment: string): string {
  return `${leaseNamespace}${environmentNamespace(environment).slice(stateNamespace.length)}`;
}

/** All pools that processes of an environment share begin so. */
export function poolsOf(environment: string): string {
  return `${poolNamespace}${environmentNamespace(environment).slice(stateNamespace.length)}`;
}

/** All requests to runs of an environment begin so. */
export function inboxOf(environment: string): string {
  return `${inboxNamespace}${environmentNamespace(environment).slice(stateNamespace.length)}`;
}

/** The ref of the book of an environment's incidents: below the environment, so that no other's name begins like it. */
export function incidentsRef(environment: string): string {
  return `${incidentsNamespace}${environmentNamespace(environment).slice(stateNamespace.length)}book`;
}

/** The ref of the book of commands that were taken up: as that of the incidents. */
export function commandsRef(environment: string): string {
  return `${commandsNamespace}${environmentNamespace(environment).slice(stateNamespace.length)}book`;
}

/** The ref of a pool that all processes of an environment share. */
export function poolRef(environment: string, pool: string): string {
  return `${poolsOf(environment)}${pipelineKey(pool)}`;
}

/** Where the remote's value of a ref (or of all below a namespace) is kept in this clone. */
export function trackingRef(ref: string): string {
  return ref.replace(/^refs\/segue(-incidents|-commands|-lease|-pool|-inbox)?\//, 'refs/segue-remote$1/');
}

/** The environment that a state ref belongs to, or undefined if the ref is none of Segue's. */
export function environmentOf(ref: string): string | undefined {
  if (!ref.startsWith(stateNamespace)) return undefined;
  const [environment, key, ...more] = ref.slice(stateNamespace.length).split('/');
  return environment !== undefined && key && more.length === 0 && environmentPattern.test(environment)
    ? environment
    : undefined;
}

/** Unicode composes `é` in two ways and file systems differ in which they give back: one id must have one ref. */
export function canonicalId(pipeline: string): string {
  const id = pipeline.normalize('NFC');
  if (id === '' || id.length > limits.pipelineIdLength || /\p{Cc}|\p{Cs}/u.test(id)) {
    throw new Problem(
      'SG612',
      `The pipeline id ${JSON.stringify(pipeline)} cannot be stored.`,
      `Rename the file: 1 to ${limits.pipelineIdLength} characters, no control characters.`,
      2,
    );
  }
  return id;
}

/** True for what a run may be called; anything else is never looked up. */
export function isRunId(text: string): boolean {
  return runName.test(text);
}

/**
 * Where a run's document lies in its tree. Its last character picks the shard, so that a commit rewrites a short list and
 * not one of all runs.
 *
 * @throws {Problem} SG612 if it is not a run's id.
 */
export function runPath(run: string): string {
  if (!isRunId(run)) {
    throw new Problem(
      'SG612',
      `${JSON.stringify(run)} is not the id of a run.`,
      'A run is called `r-` and letters or digits; `segue status` shows the newest.',
      2,
    );
  }
  return `runs/${run.slice(-1).toLowerCase()}/${run}.json`;
}

/** The run that a path belongs to, or undefined. */
export function runOfPath(path: string): string | undefined {
  const run = /^runs\/[^/]+\/([^/]+)\.json$/.exec(path)?.[1];
  return run !== undefined && isRunId(run) && runPath(run) === path ? run : undefined;
}

export const statePath = 'pipeline.json';

/** The list of the runs that are kept whole. */
export const runListPath = 'runs.json';

export const durationsPath = 'durations.json';

/** The monthly summary that an instant's run retires to: `history/2026-05.json`. */
export function historyPath(month: string): string {
  return `history/${month}.json`;
}

/** The month that a path belongs to, or undefined. */
export function monthOfPath(path: string): string | undefined {
  return /^history\/(\d{4}-\d{2})\.json$/.exec(path)?.[1];
}

function slug(id: string): string {
  const safe = id
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, slugLength)
    .replace(/-+$/, '');
  return safe === '' ? 'pipeline' : safe;
}
