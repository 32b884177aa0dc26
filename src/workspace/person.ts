import { runGit } from '../store/git/git-process.ts';
import type { Office } from './office.ts';
import type { Machine } from './workspace.ts';

/** A workspace, or what is known without one. */
export interface Asker extends Pick<Office, 'repository'> {
  readonly machine: Pick<Machine, 'user'>;
}

/** Characters of a name that are kept; documents hold no more. */
const longestName = 1_000;

/** Who asks, for the audit log: as Git knows them here, else the account's name. */
export async function person({ repository, machine }: Asker): Promise<string> {
  if (repository === undefined) return known(machine.user);
  const asked = await runGit(repository.place, ['config', '--get-regexp', '^user\\.(name|email)$']);
  const settings = new Map(
    asked.stdout
      .toString()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)] as const),
  );
  const name = settings.get('user.name');
  const email = settings.get('user.email');
  return known(name === undefined || email === undefined ? (name ?? machine.user) : `${name} <${email}>`);
}

function known(name: string): string {
  return name.replace(/\p{Cc}+/gu, ' ').slice(0, longestName);
}
