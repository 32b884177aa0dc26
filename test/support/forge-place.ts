import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../architecture/source-files.ts';
import type { StandIn } from './github-server.ts';
import {
  plainEnvironment,
  type ScratchRepository,
  scratchAt,
  scratchFolder,
  scratchRepository,
} from './scratch-repository.ts';

/** A repository on a forge that is a folder, and jobs that work on checkouts of it as a runner makes them. */
export interface ForgePlace {
  /** A working tree that pushes to the forge: people work there. */
  readonly people: ScratchRepository;
  /** Puts files on the default branch. */
  merge(files: Readonly<Record<string, string>>): string;
  /** The forge's own refs below a name. */
  refs(below: string): readonly string[];
  /** Runs the Action in a fresh shallow checkout of the default branch, or of `ref`. */
  job(inputs: Readonly<Record<string, string>>, options?: JobOptions): Promise<Job>;
}

export interface JobOptions {
  readonly ref?: string;
  readonly variables?: Readonly<Record<string, string>>;
  /** As if the job had begun so long ago. */
  readonly ageMinutes?: number;
  /** As if so much time had passed: what clocks on the wall show. */
  readonly laterMinutes?: number;
  /** Called once the job is under way, with what ends it at once. */
  readonly begun?: (kill: () => void) => void;
}

export interface Job {
  readonly code: number | null;
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** What the job wrote on its page. */
  readonly summary: string;
  readonly checkout: ScratchRepository;
}

const slug = 'acme/data';
/** What a job runs: the sources, or, where that is known to be built from them, the bundle. */
const entry = process.env.SEGUE_TEST_BUNDLE === '1' ? 'dist/action/index.js' : 'src/action/index.ts';

/** With `github` the forge is that one, over HTTP and with a token; else it is a folder, and there is no API. */
export function forgePlace(files: Readonly<Record<string, string>>, github?: StandIn): ForgePlace {
  const { bare, server } = github === undefined ? forgeOnDisk() : { bare: github.bare, server: github.url };
  const forge = scratchAt(bare);
  const people = scratchRepository();
  people.git('remote', 'add', 'origin', bare);
  const merge = (changes: Readonly<Record<string, string>>) => {
    for (const [path, text] of Object.entries(changes)) people.write(path, text);
    const commit = people.commit();
    people.git('push', '--quiet', 'origin', 'HEAD:main');
    return commit;
  };
  merge(files);
  return {
    people,
    merge,
    refs: (below) =>
      forge
        .git('for-each-ref', '--format=%(refname)', below)
        .split('\n')
        .filter((ref) => ref !== ''),
    job: (inputs, options = {}) => {
      const token = github?.workflowToken();
      const asked = token === undefined ? inputs : { token, ...inputs };
      const api = github === undefined ? {} : { GITHUB_API_URL: github.url };
      return runJob({ server, bare }, asked, { ...options, variables: { ...api, ...options.variables } });
    },
  };
}

function forgeOnDisk(): { readonly server: string; readonly bare: string } {
  const folder = scratchFolder();
  const bare = join(folder, `${slug}.git`);
  mkdirSync(bare, { recursive: true });
  const forge = scratchAt(bare);
  forge.git('init', '--quiet', '--bare', '--initial-branch=main');
  forge.git('config', 'uploadpack.allowFilter', 'true');
  forge.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
  return { server: pathToFileURL(folder).href, bare };
}

async function runJob(
  { server, bare }: { readonly server: string; readonly bare: string },
  inputs: Readonly<Record<string, string>>,
  { ref = 'main', variables = {}, ageMinutes = 0, laterMinutes = 0, begun }: JobOptions,
): Promise<Job> {
  const folder = scratchFolder();
  const workspace = join(folder, 'work');
  const args = ['clone', '--quiet', '--depth=1', '--branch', ref, pathToFileURL(bare).href, workspace];
  execFileSync('git', args, { env: plainEnvironment });
  const checkout = scratchAt(workspace);
  // As `actions/checkout` leaves it with `persist-credentials: false`: a remote that needs a token, and none here.
  checkout.git('remote', 'set-url', 'origin', 'https://forge.invalid/acme/data');
  for (const name of ['temp', 'output', 'summary']) {
    if (name === 'temp') mkdirSync(join(folder, name));
    else writeFileSync(join(folder, name), '');
  }
  const environment = {
    ...plainEnvironment,
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTOR: 'ana',
    GITHUB_WORKSPACE: workspace,
    GITHUB_REPOSITORY: slug,
    GITHUB_SERVER_URL: server,
    GITHUB_RUN_ID: '1',
    GITHUB_OUTPUT: join(folder, 'output'),
    GITHUB_STEP_SUMMARY: join(folder, 'summary'),
    RUNNER_TEMP: join(folder, 'temp'),
    ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
    ...variables,
  };
  const child = spawn(process.execPath, [...shifted(ageMinutes, laterMinutes), join(root, entry)], {
    env: environment,
    cwd: workspace,
  });
  begun?.(() => child.kill('SIGKILL'));
  const log: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => log.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => log.push(chunk));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return {
    code,
    log: Buffer.concat(log).toString(),
    outputs: readOutputs(readFileSync(join(folder, 'output'), 'utf8')),
    summary: readFileSync(join(folder, 'summary'), 'utf8'),
    checkout,
  };
}

/** Options of Node that make a process older than it is, and its clock fast. */
function shifted(ageMinutes: number, laterMinutes: number): readonly string[] {
  if (ageMinutes === 0 && laterMinutes === 0) return [];
  const code = `const { uptime } = process; process.uptime = () => uptime.call(process) + ${ageMinutes * 60};
    const { now } = Date; Date.now = () => now() + ${laterMinutes * 60_000}`;
  return ['--import', `data:text/javascript,${encodeURIComponent(code)}`];
}

/** `name<<word`, lines, `word`: as the runner reads them. */
function readOutputs(text: string): Readonly<Record<string, string>> {
  const outputs: Record<string, string> = {};
  for (const { groups } of text.matchAll(/^(?<name>[^\n<]+)<<(?<word>\S+)\n(?<value>[\s\S]*?)\n\k<word>$/gm)) {
    outputs[groups?.name ?? ''] = groups?.value ?? '';
  }
  return outputs;
}
