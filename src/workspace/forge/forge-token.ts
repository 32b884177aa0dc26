import { execFile } from 'node:child_process';
import { Problem } from '../../diagnostic/problem.ts';
import type { Variables } from '../../process/environment.ts';
import { type ForgeAddress, isHosted } from './forge-address.ts';

/** What a person may do at GitHub, without saying who it is. */
export interface ForgeToken {
  readonly token: string;
  /** Where it comes from, for messages: the name of a variable, or `gh`. */
  readonly source: string;
}

/** `gh` reads a file or asks the keyring of the system. */
const answerMs = 10_000;

/**
 * The token of whoever works here, for the host of an address: of `SEGUE_TOKEN`, else where `gh` looks for it. That is `GH_TOKEN` and
 * `GITHUB_TOKEN` for GitHub's own servers and `GH_ENTERPRISE_TOKEN` and `GITHUB_ENTERPRISE_TOKEN` for others, so that no server gets
 * what was meant for another; else what `gh auth login` has kept. Undefined without any.
 */
export async function forgeToken(
  { host }: Pick<ForgeAddress, 'host'>,
  variables: Variables,
): Promise<ForgeToken | undefined> {
  for (const source of namesFor(host)) {
    const token = variables[source]?.trim() ?? '';
    if (token !== '') return { token, source };
  }
  const kept = await ghToken(host, variables);
  return kept === undefined ? undefined : { token: kept, source: 'gh' };
}

/** @throws {Problem} SG950 without a token. */
export async function demandForgeToken(address: Pick<ForgeAddress, 'host'>, variables: Variables): Promise<ForgeToken> {
  const found = await forgeToken(address, variables);
  if (found !== undefined) return found;
  const { host } = address;
  const login = host === 'github.com' ? 'gh auth login' : `gh auth login --hostname ${host}`;
  throw new Problem(
    'SG950',
    `There is no token for ${host}.`,
    `Log in with ${login}, or set ${namesFor(host).slice(0, 2).join(' or ')}.`,
  );
}

function namesFor(host: string): readonly string[] {
  const common = isHosted(host) ? ['GH_TOKEN', 'GITHUB_TOKEN'] : ['GH_ENTERPRISE_TOKEN', 'GITHUB_ENTERPRISE_TOKEN'];
  return ['SEGUE_TOKEN', ...common];
}

/** Undefined if there is no `gh`, or nobody has logged in with it there. */
function ghToken(host: string, variables: Variables): Promise<string | undefined> {
  const options = { env: { ...variables }, encoding: 'utf8', timeout: answerMs } as const;
  return new Promise((resolve) => {
    execFile('gh', ['auth', 'token', '--hostname', host], options, (error, stdout) => {
      const token = stdout.trim();
      resolve(error !== null || !/^\S+$/.test(token) ? undefined : token);
    });
  });
}
