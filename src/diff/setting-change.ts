import type { Settings } from '../model/settings.ts';

/** A change of `.github/segue.yml` that is not told by the tasks that it reaches alone. Plain JSON. */
export type SettingChange =
  | {
      readonly kind: 'setting';
      readonly key: Exclude<keyof Settings, NamedSettings>;
      readonly before?: unknown;
      readonly after?: unknown;
    }
  | {
      readonly kind: 'named-setting';
      readonly key: NamedSettings;
      readonly name: string;
      readonly what: 'added' | 'removed' | 'changed';
      /** What of it differs, e.g. `slots` of a pool, `CURRENCY` of an environment. No values: they may hold credentials. */
      readonly parts: readonly string[];
      /** Ids of pipelines that use it, sorted; after the change, or before it where it is removed. */
      readonly reaches: readonly string[];
    };

export type NamedSettings = 'pools' | 'lanes' | 'environments';
