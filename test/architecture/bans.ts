import { layers } from './layer-table.ts';
import type { SourceFile } from './source-files.ts';

/** Something that sources do not hold, and what stands in its place. */
export interface Ban {
  readonly name: string;
  readonly pattern: RegExp;
  readonly instead: string;
  /** Files, or folders with `/` at the end, that own it, by path from `src/`. */
  readonly owners: readonly string[];
}

const randomness = 'take what you need from the port of process/randomness.ts';

export const bans: readonly Ban[] = [
  {
    name: 'Date.now',
    pattern: /\bDate\.now\b/,
    instead: 'ask the Clock of run/ports.ts',
    owners: ['process/clock.ts'],
  },
  { name: 'new Date()', pattern: /\bnew Date\(\s*\)/, instead: 'ask the Clock of run/ports.ts', owners: [] },
  { name: 'performance.now', pattern: /\bperformance\.now\b/, instead: 'ask the Clock of run/ports.ts', owners: [] },
  {
    name: 'a timer',
    pattern: /\bset(?:Timeout|Interval)\(|node:timers/,
    instead: 'use Clock.after of run/ports.ts',
    owners: ['process/', 'store/', 'workspace/', 'cli/'],
  },
  { name: 'Math.random', pattern: /\bMath\.random\b/, instead: randomness, owners: [] },
  {
    name: 'node:crypto’s randomness',
    pattern: /\brandom(?:UUID|Bytes|Int)\b/,
    instead: randomness,
    owners: ['process/randomness.ts'],
  },
  {
    name: 'process.env',
    pattern: /\bprocess\.env\b/,
    instead: 'take the environment as an argument; process/environment.ts reads it',
    // The second names it in a message to people who write pipelines.
    owners: ['process/environment.ts', 'validate/script-variable.ts'],
  },
  {
    name: 'process.exit',
    pattern: /\bprocess\.exit\(/,
    instead: 'return an exit code',
    owners: ['cli/main.ts', 'process/interrupts.ts'],
  },
  {
    name: 'toLocaleString',
    pattern: /\.toLocale(?:Date|Time)?String\(/,
    instead: 'use countText of diagnostic/count-text.ts: it loads no languages',
    owners: [],
  },
  { name: 'console', pattern: /\bconsole\s*\./, instead: 'print by the terminal of cli/terminal.ts', owners: [] },
  {
    name: 'a switched-off check',
    pattern: /@ts-(?:ignore|expect-error|nocheck)|biome-ignore|eslint-disable/,
    instead: 'mend what the check found',
    owners: [],
  },
  {
    name: 'any',
    pattern: /(?::|\bas|<|,|\|)\s*any\b(?=\s*[;,)>[\]=|{]|$)/,
    instead: 'say unknown, and narrow it',
    owners: [],
  },
  {
    name: 'work left for later',
    pattern: /\b(?:TODO|FIXME|XXX|HACK)\b/,
    instead: 'do it, or open an issue',
    owners: [],
  },
  {
    name: 'a module of Node',
    pattern: /['"]node:/,
    instead: 'these folders also run in a browser: add a port, and fill it in process/ or store/',
    owners: layers.filter(({ may }) => may.includes('Node')).map(({ folder }) => `${folder}/`),
  },
];

/** A sentence for each line that holds what its file does not own. */
export function bannedWords(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap(({ path, text }) => {
    const applying = bans.filter(
      ({ owners }) => !owners.some((owner) => owner === path || (owner.endsWith('/') && path.startsWith(owner))),
    );
    return text
      .split('\n')
      .flatMap((line, index) =>
        applying
          .filter(({ pattern }) => pattern.test(line))
          .map(({ name, instead }) => `src/${path}:${index + 1} has ${name}: ${instead}`),
      );
  });
}
