import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../architecture/source-files.ts';
import type { ForgePlace } from '../support/forge-place.ts';
import type { StandIn } from '../support/github-server.ts';
import { plainEnvironment, scratchFolder } from '../support/scratch-repository.ts';

/** Executes workflows as GitHub's runner does, on this machine: https://github.com/nektos/act. */
export const hasAct = isInstalled();

export interface ActRun {
  readonly code: number | null;
  readonly log: string;
}

/**
 * Lets a real runner execute the workflow of the checkout of `people`, by the bundle that is committed, as GitHub does when `event` comes.
 * The checkout step is served from that checkout; all else goes to the stand-in.
 */
export async function act(
  { people }: ForgePlace,
  github: StandIn,
  event: string,
  payload: Readonly<Record<string, unknown>> = {},
): Promise<ActRun> {
  const folder = scratchFolder('act-');
  const eventFile = join(folder, 'event.json');
  const repository = { default_branch: 'main', full_name: 'acme/data', owner: { login: 'acme' }, name: 'data' };
  writeFileSync(eventFile, JSON.stringify({ repository, ...payload }));
  const variables = {
    GITHUB_API_URL: github.url,
    GITHUB_SERVER_URL: github.url,
    GITHUB_REPOSITORY: 'acme/data',
    PATH: plainEnvironment.PATH,
  };
  const args = [
    event,
    '--platform=ubuntu-latest=-self-hosted',
    '--actor=ana',
    `--eventpath=${eventFile}`,
    `--local-repository=seguehq/segue@v1=${ownAction(folder)}`,
    `--local-repository=${checkoutUsed(people.root)}=${checkoutAction(folder)}`,
    `--secret=GITHUB_TOKEN=${github.workflowToken()}`,
    ...Object.entries(variables).map(([name, value]) => `--env=${name}=${value}`),
  ];
  const home = { HOME: folder, XDG_CACHE_HOME: join(folder, 'cache') };
  const child = spawn('act', args, { cwd: people.root, env: { ...plainEnvironment, ...home } });
  const log: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => log.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => log.push(chunk));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, log: Buffer.concat(log).toString() };
}

/** `actions/checkout@…`, as the workflow names it. */
function checkoutUsed(workingTree: string): string {
  const workflow = readFileSync(join(workingTree, '.github/workflows/segue.yml'), 'utf8');
  return /uses: (actions\/checkout@\w+)/.exec(workflow)?.[1] ?? 'actions/checkout@v1';
}

/** What a release holds: `act` copies all of the folder. */
function ownAction(folder: string): string {
  const action = join(folder, 'segue');
  cpSync(join(root, 'dist/action'), join(action, 'dist/action'), { recursive: true });
  cpSync(join(root, 'action.yml'), join(action, 'action.yml'));
  return action;
}

/** What the checkout step leaves by its defaults: a shallow clone of one commit, and without credentials if it is told so. */
function checkoutAction(folder: string): string {
  const action = join(folder, 'checkout');
  mkdirSync(action);
  writeFileSync(
    join(action, 'action.yml'),
    `name: Checkout
inputs:
  ref: { required: true }
  persist-credentials: { default: "true" }
  token: { default: "\${{ github.token }}" }
runs:
  using: composite
  steps:
    - shell: bash
      env: { REF: "\${{ inputs.ref }}", TOKEN: "\${{ inputs.token }}", PERSIST: "\${{ inputs.persist-credentials }}" }
      run: |
        cd "$GITHUB_WORKSPACE"
        find . -mindepth 1 -delete
        git init --quiet --initial-branch=main
        git remote add origin "$GITHUB_SERVER_URL/$GITHUB_REPOSITORY.git"
        header="AUTHORIZATION: basic $(printf 'x-access-token:%s' "$TOKEN" | base64 --wrap=0)"
        git -c http.extraheader="$header" fetch --quiet --depth=1 origin "$REF"
        git checkout --quiet -B "$REF" FETCH_HEAD
        if [ "$PERSIST" = true ]; then git config http.extraheader "$header"; fi
`,
  );
  return action;
}

function isInstalled(): boolean {
  try {
    execFileSync('act', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
