import { Problem } from '../../diagnostic/problem.ts';
import type { Variables } from '../../process/environment.ts';
import { runGit } from '../../store/git/git-process.ts';
import type { Repository } from '../../store/repository/repository.ts';

/** A repository on GitHub, as its pages and its API are reached from here. */
export interface ForgeAddress {
  /** With a port if it is not the usual one. */
  readonly host: string;
  /** `owner/name`. */
  readonly repository: string;
  /** Address of the repository's page. */
  readonly page: string;
  /** As in `GITHUB_API_URL`. */
  readonly apiUrl: string;
}

/**
 * Where `origin` is on GitHub, or undefined if it is elsewhere: no remote, a folder, another host. GitHub's own servers are known by
 * their names; one of Enterprise Server by a name with `github` in it, or because `GH_HOST` names it, as `gh` wants it to.
 */
export async function forgeAddress(
  { place }: Pick<Repository, 'place'>,
  variables: Variables,
): Promise<ForgeAddress | undefined> {
  const { code, stdout } = await runGit(place, ['remote', 'get-url', 'origin']);
  return code === 0 ? addressOf(stdout.toString().trim(), variables.GH_HOST) : undefined;
}

/** @throws {Problem} SG951 if `origin` is not on GitHub. */
export async function demandForgeAddress(
  repository: Pick<Repository, 'place'>,
  variables: Variables,
): Promise<ForgeAddress> {
  const found = await forgeAddress(repository, variables);
  if (found !== undefined) return found;
  throw new Problem(
    'SG951',
    'The remote origin is no repository on GitHub.',
    'For a server of GitHub Enterprise whose name does not say so set GH_HOST to its name. Other forges have no Actions.',
  );
}

/** Of an address as git knows it: `https://host/owner/name.git`, `ssh://git@host/owner/name`, `git@host:owner/name`. */
export function addressOf(url: string, enterpriseHost?: string): ForgeAddress | undefined {
  const found = webAddress(url) ?? shortAddress(url);
  if (found === undefined || !isGithub(found.host, enterpriseHost)) return undefined;
  const { scheme, host, path } = found;
  const repository = /^\/*(?<name>[\w.-]+\/[\w.-]+?)(?:\.git)?\/*$/.exec(path)?.groups?.name;
  if (repository === undefined) return undefined;
  const server = `${scheme}://${host}`;
  return { host, repository, page: `${server}/${repository}`, apiUrl: apiOf(scheme, host) };
}

interface Located {
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly path: string;
}

function webAddress(url: string): Located | undefined {
  const parts = URL.canParse(url) ? new URL(url) : undefined;
  switch (parts?.protocol) {
    case 'https:':
      return { scheme: 'https', host: parts.host, path: parts.pathname };
    case 'http:':
      // A token goes in the clear to this machine alone.
      return { scheme: isLoopback(parts.hostname) ? 'http' : 'https', host: parts.host, path: parts.pathname };
    case 'ssh:':
    case 'git+ssh:':
      // The port is that of ssh.
      return { scheme: 'https', host: webHost(parts.hostname), path: parts.pathname };
    default:
      return undefined;
  }
}

function shortAddress(url: string): Located | undefined {
  const { host, path } = /^(?:[^/@:]+@)?(?<host>[^/@:]+):(?!\/\/)(?<path>.+)$/.exec(url)?.groups ?? {};
  return host === undefined || path === undefined ? undefined : { scheme: 'https', host: webHost(host), path };
}

/** GitHub takes SSH at port 443 too, under a name that serves no pages. */
function webHost(host: string): string {
  return host.toLowerCase() === 'ssh.github.com' ? 'github.com' : host.toLowerCase();
}

function isGithub(host: string, enterpriseHost: string | undefined): boolean {
  return /github|\.ghe\.com$/i.test(host) || host === enterpriseHost?.toLowerCase();
}

function apiOf(scheme: Located['scheme'], host: string): string {
  if (isHosted(host)) return `https://api.${host}`;
  return `${scheme}://${host}/api/v3`;
}

/** True for GitHub's own servers, as opposed to those that somebody else runs. */
export function isHosted(host: string): boolean {
  return host === 'github.com' || host.endsWith('.ghe.com');
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
}
