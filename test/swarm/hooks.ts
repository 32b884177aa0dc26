import { registerHooks } from 'node:module';

/** Modules that reach out of Segue, to git, processes, chance and the network: a world stands in for each of them. */
const standIns: readonly (readonly [module: string, standIn: string])[] = [
  ['src/store/git/git-process.ts', 'git-process.ts'],
  ['src/store/git/git-loose.ts', 'git-loose.ts'],
  ['src/store/git/git-refs.ts', 'git-refs.ts'],
  ['src/store/git/git-remote.ts', 'git-remote.ts'],
  ['src/process/identity.ts', 'identity.ts'],
  ['src/process/orphans.ts', 'orphans.ts'],
  ['src/process/randomness.ts', 'randomness.ts'],
  ['src/process/task-runner.ts', 'task-runner.ts'],
  ['src/process/watchdog.ts', 'watchdog.ts'],
  ['src/action/open-forge.ts', 'open-forge.ts'],
  ['src/action/pull-tools.ts', 'pull-tools.ts'],
  ['src/github/state-objects.ts', 'state-objects.ts'],
  ['src/github/state-refs.ts', 'state-refs.ts'],
  ['src/github/started-runs.ts', 'started-runs.ts'],
  ['src/github/written-comments.ts', 'written-comments.ts'],
  ['src/github/issue-facts.ts', 'issue-facts.ts'],
  ['src/workspace/tell/post-webhook.ts', 'post-webhook.ts'],
];

const root = new URL('../../', import.meta.url);
const byModule = new Map(
  standIns.map(([module, standIn]) => [
    new URL(module, root).href,
    new URL(`test/swarm/stand-ins/${standIn}`, root).href,
  ]),
);

/** And parts of Node.js, where Segue's own modules ask for them. */
const builtIns: ReadonlyMap<string, string> = new Map(
  [
    ['node:os', 'os.ts'],
    ['node:fs', 'fs.ts'],
    ['node:fs/promises', 'fs-promises.ts'],
  ].map(([name = '', standIn]) => [name, new URL(`test/swarm/stand-ins/${standIn}`, root).href]),
);

/** A text of `src/` that is another one in this process. */
export interface Patch {
  /** From the root of the repository. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/**
 * From now on Segue's modules are loaded as they are, but for those that reach out of it; and for what is patched, whose text must be
 * there exactly once.
 */
export function hookModules(patches: readonly Patch[] = []): void {
  const patched = new Map(patches.map((patch) => [new URL(patch.file, root).href, patch]));
  registerHooks({
    resolve(specifier, context, next) {
      const isFromSource = context.parentURL?.startsWith(new URL('src/', root).href) === true;
      const builtIn = isFromSource ? builtIns.get(specifier) : undefined;
      if (builtIn !== undefined) return { url: builtIn, shortCircuit: true };
      const found = next(specifier, context);
      const standIn = byModule.get(found.url);
      return standIn === undefined ? found : { ...found, url: standIn };
    },
    load(url, context, next) {
      const loaded = next(url, context);
      const patch = patched.get(url);
      if (patch === undefined) return loaded;
      const parts = String(loaded.source).split(patch.find);
      if (parts.length !== 2) throw new Error(`${patch.file} has the text to be patched ${parts.length - 1} times`);
      return { ...loaded, source: parts.join(patch.replace) };
    },
  });
}
