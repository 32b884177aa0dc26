import { runGit } from '../store/git-process.ts';
import type { Workspace } from './workspace.ts';

/** Who asks, for the audit log: as Git knows them here, else the account's name. */
export async function person({ repository, machine }: Workspace): Promise<string> {
  const asked = await runGit(repository.place, ['config', '--get-regexp', '^user\\.(name|email)$']);
  const settings = new Map(
    asked.stdout
      .toString()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)] as const),
  );
  const name = settings.get('user.name');
  const email = settings.get('user.email');
  if (name === undefined) return machine.user;
  return email === undefined ? name : `${name} <${email}>`;
}
