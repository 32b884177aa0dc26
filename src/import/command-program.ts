import { literalOf, shellTokens } from './shell-tokens.ts';

/** The program of a command and its arguments as far as they are plain; of several commands, the first that does something. */
export function programOf(run: string): readonly string[] {
  const commands: string[][] = [[]];
  for (const { kind, text } of shellTokens(run) ?? []) {
    if (kind === 'operator') commands.push([]);
    else if (kind === 'word' && !/^\w+=/.test(text)) commands.at(-1)?.push(literalOf(text) ?? '');
  }
  return commands.map(dropPrefixes).find(([first = '']) => !idle.has(first)) ?? [];
}

const idle = new Set([
  ...[
    'cd',
    'sleep',
    'test',
    '[',
    '[[',
    'export',
    'set',
    'unset',
    'source',
    '.',
    'true',
    'false',
    ':',
    'echo',
    'printf',
  ],
  ...['mkdir', 'umask', 'ulimit', 'fi', 'for', 'done', 'case', '}', ''],
]);

/** Words that may stand before a program. */
const keywords = new Set(['if', 'then', 'elif', 'else', 'while', 'until', 'do', '{', '!']);

/** Programs that start another one, with the options of theirs that take a value. */
const prefixes: Readonly<Record<string, RegExp>> = {
  sudo: /^-[ugpCDhrtT]$/,
  nice: /^-n$/,
  ionice: /^-[cnp]$/,
  env: /^-[uCS]$/,
  setsid: /^$/,
  time: /^-[fo]$/,
  exec: /^-a$/,
  command: /^$/,
  timeout: /^-[ks]$/,
  stdbuf: /^-[ioe]$/,
};

function dropPrefixes(words: readonly string[]): readonly string[] {
  const [first = '', ...rest] = words;
  if (keywords.has(first)) return dropPrefixes(rest);
  const program = first.slice(first.lastIndexOf('/') + 1);
  const valued = Object.hasOwn(prefixes, program) ? prefixes[program] : undefined;
  if (valued === undefined || rest.length === 0) return words;
  let at = 0;
  while (rest[at]?.startsWith('-')) at += valued.test(rest[at] ?? '') ? 2 : 1;
  return dropPrefixes(rest.slice(program === 'timeout' ? at + 1 : at));
}
