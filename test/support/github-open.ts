import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { serveArtifacts } from './github-artifacts-http.ts';
import { bareGit } from './github-bare.ts';
import { type AppSeed, type Emulator, startEmulator } from './github-emulator.ts';
import type { AccountOf } from './github-history.ts';
import { StandIn } from './github-server.ts';
import type { ScratchRepository } from './scratch-repository.ts';

export interface StandInOptions {
  /** Pushed to GitHub's side before the test begins, all branches. */
  readonly repository?: Pick<ScratchRepository, 'git'>;
  /** People with an account, each with a token by `tokenOf`. */
  readonly people?: readonly string[];
  /** Who of them may be assigned. */
  readonly assignable?: readonly string[];
  readonly apps?: readonly AppSeed[];
}

export interface OpenStandIn {
  readonly github: StandIn;
  /** Ends it, and gives what GitHub would have refused of what was asked. */
  close(): Promise<readonly string[]>;
}

const owner = 'acme';
const name = 'data';
const repository = `${owner}/${name}`;

/**
 * Starts GitHub with an empty repository or with what is given. emulate remembers issues, comments, labels and check runs;
 * refs and objects are those of a bare repository in `folder`, by REST and by `git` alike.
 */
export async function openStandIn(folder: string, options: StandInOptions = {}): Promise<OpenStandIn> {
  const { people = [], apps = [], assignable = people } = options;
  await bareGit(folder)(['init', '--quiet', '--bare', '--initial-branch=main', `${repository}.git`]);
  const settings = ['http.receivepack', 'uploadpack.allowFilter', 'uploadpack.allowAnySHA1InWant'];
  const git = bareGit(join(folder, `${repository}.git`));
  for (const setting of settings) await git(['config', setting, 'true']);
  await git(['config', 'receive.hideRefs', 'refs/pull']);
  options.repository?.git('push', '--quiet', join(folder, `${repository}.git`), 'refs/heads/*:refs/heads/*');
  const logins = [owner, 'github-actions[bot]', ...apps.map(({ slug }) => `${slug}[bot]`), ...people];
  const emulator = await startEmulator({ owner, name, logins, apps });
  return listen(folder, emulator, assignable, (email) => logins.find((login) => isAddressOf(login, email)));
}

/** People commit with an address that is their name's, or with the one that GitHub gives them. */
function isAddressOf(login: string, email: string): boolean {
  return email === `${login}@example.com` || email.replace(/^\d+\+/, '') === `${login}@users.noreply.github.com`;
}

async function listen(
  folder: string,
  emulator: Emulator,
  assignable: readonly string[],
  accountOf: AccountOf,
): Promise<OpenStandIn> {
  let github: StandIn | undefined;
  const server = createServer((request, response) => {
    if (github !== undefined && serveArtifacts(github.commands.artifacts, request, response)) return;
    github?.answer(request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const started = new StandIn(`http://127.0.0.1:${port}`, folder, emulator, assignable, accountOf);
  github = started;
  started.commands.artifacts.url = started.url;
  return {
    github: started,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await emulator.close();
      return started.takeProblems();
    },
  };
}
