import type { BundleReader } from '../../run/bundles.ts';
import type { Workspace } from '../workspace.ts';
import { forgeAddress } from './forge-address.ts';
import { forgeToken } from './forge-token.ts';

/**
 * What jobs have kept, as whoever works here may read it: nothing if the remote is not on GitHub, or there is no token. Nothing
 * is looked up before it is asked for.
 */
export function personalBundles({
  repository,
  variables,
  clock,
}: Pick<Workspace, 'repository' | 'variables' | 'clock'>): Pick<BundleReader, 'find' | 'download'> {
  let opened: Promise<BundleReader | undefined> | undefined;
  const open = async () => {
    const address = await forgeAddress(repository, variables);
    const token = address === undefined ? undefined : await forgeToken(address, variables);
    if (address === undefined || token === undefined) return undefined;
    return (await import('./forge-bundles.ts')).forgeBundles(address, token.token, clock);
  };
  const reader = () => {
    opened ??= open();
    return opened;
  };
  return {
    find: async (series) => (await (await reader())?.find(series)) ?? [],
    download: async (bundle) => (await reader())?.download(bundle),
  };
}
