import type { AppSeed } from './github-emulator.ts';
import { type Identity, type Incoming, page, type Reply, refusal } from './github-exchange.ts';

/** An App that speaks for itself, by a token that it has signed. emulate checks the signature. */
export function appItself(token: string | undefined, apps: readonly AppSeed[]): Identity | undefined {
  const [, payload] = token?.startsWith('eyJ') === true ? token.split('.') : [];
  if (token === undefined || payload === undefined) return undefined;
  const { iss } = JSON.parse(Buffer.from(payload, 'base64url').toString());
  const slug = apps.find(({ id }) => String(id) === String(iss))?.slug;
  return { login: '', grants: { metadata: 'read' }, emulatorToken: token, ...(slug === undefined ? {} : { slug }) };
}

/** What an installation's token says of where it is installed; undefined for all else. */
export function installationReply(incoming: Incoming, repository: string, base: string): Reply | undefined {
  const { method, path, who } = incoming;
  if (method !== 'GET' || path !== '/installation/repositories') return undefined;
  if (who.slug === undefined) return refusal(403, 'You must authenticate with an installation access token.');
  const [owner, name] = repository.split('/');
  const shown = { id: 1, name, full_name: repository, owner: { login: owner }, default_branch: 'main' };
  const here = [{ ...shown, private: true, archived: false, disabled: false }];
  return page(incoming, base, here, (some) => ({ total_count: here.length, repositories: some }));
}
