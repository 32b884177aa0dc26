import type { Argument, Command, Option } from 'commander';

/** What a word may become, and what it means. */
export interface Candidate {
  readonly value: string;
  readonly description: string;
}

/** Names that only the repository knows. */
export type DynamicKind = 'pipelines' | 'runs' | 'tasks' | 'codes' | 'environments';

/** Looks up names; `context` holds the words before, e.g. the run whose tasks are wanted. */
export type DynamicNames = (kind: DynamicKind, before: readonly string[]) => Promise<readonly Candidate[]>;

const kinds: Readonly<Record<string, DynamicKind>> = {
  pipeline: 'pipelines',
  path: 'pipelines',
  run: 'runs',
  task: 'tasks',
  tasks: 'tasks',
  code: 'codes',
  name: 'environments',
};

/** Candidates for the last of `words` (which may be empty), from the program's own definitions. */
export async function completeWords(
  program: Command,
  words: readonly string[],
  names: DynamicNames,
): Promise<readonly Candidate[]> {
  const joined = joinAssignments(words);
  const current = joined.at(-1) ?? '';
  const { command, rest } = descend(program, joined.slice(0, -1));
  const candidates = await candidatesFor(command, rest, current, names);
  return candidates.filter(({ value }) => value.startsWith(current));
}

async function candidatesFor(
  command: Command,
  rest: readonly string[],
  current: string,
  names: DynamicNames,
): Promise<readonly Candidate[]> {
  const before = positionals(command, rest);
  const pending = pendingOption(command, rest);
  if (pending !== undefined) {
    const name = valueName(pending);
    const values = await valuesOf(pending.argChoices, name, before, names);
    return name === 'tasks' ? withEarlier(values, current) : values;
  }
  if (current.startsWith('-') && !rest.includes('--')) return optionsOf(command);
  const argument = argumentAt(command, before.length);
  const values = argument === undefined ? [] : await valuesOf(argument.argChoices, argument.name(), before, names);
  return [...subcommandsOf(command), ...values];
}

/** Several tasks for one option have commas between them: those that stand there are not offered again. */
function withEarlier(values: readonly Candidate[], current: string): readonly Candidate[] {
  const earlier = current.slice(0, current.lastIndexOf(',') + 1);
  const taken = earlier.split(',');
  return values
    .filter(({ value }) => !taken.includes(value))
    .map(({ value, description }) => ({ value: `${earlier}${value}`, description }));
}

/** bash splits `--format=json` into three words. */
function joinAssignments(words: readonly string[]): readonly string[] {
  const last = words.at(-1) ?? '';
  if (last === '=') return [...words.slice(0, -1), ''];
  if (words.at(-2) === '=') return [...words.slice(0, -2), last];
  return words;
}

function descend(
  program: Command,
  words: readonly string[],
): { readonly command: Command; readonly rest: readonly string[] } {
  let command = program;
  let rest = words;
  for (;;) {
    const at = rest.findIndex((word) => !word.startsWith('-'));
    const next = command.commands.find((candidate) => candidate.name() === rest[at]);
    if (next === undefined) return { command, rest };
    command = next;
    rest = rest.slice(at + 1);
  }
}

/** The option that the word after `rest` is the value of. */
function pendingOption(command: Command, rest: readonly string[]): Option | undefined {
  const last = rest.at(-1);
  return last?.startsWith('-')
    ? allOptions(command).find((option) => isNamed(option, last) && takesValue(option))
    : undefined;
}

function positionals(command: Command, rest: readonly string[]): readonly string[] {
  return rest.filter(
    (word, index) => !word.startsWith('-') && pendingOption(command, rest.slice(0, index)) === undefined,
  );
}

function argumentAt(command: Command, position: number): Argument | undefined {
  const known = command.registeredArguments;
  const last = known.at(-1);
  return known[position] ?? (last?.variadic ? last : undefined);
}

async function valuesOf(
  choices: readonly string[] | undefined,
  name: string,
  before: readonly string[],
  names: DynamicNames,
): Promise<readonly Candidate[]> {
  if (choices !== undefined) return choices.map((value) => ({ value, description: '' }));
  const kind = kinds[name];
  return kind === undefined ? [] : names(kind, before);
}

function optionsOf(command: Command): readonly Candidate[] {
  return allOptions(command)
    .filter(({ hidden }) => !hidden)
    .map(({ long, short, description }) => ({ value: long ?? short ?? '', description }));
}

function subcommandsOf(command: Command): readonly Candidate[] {
  return command.commands
    .filter((candidate) => !candidate.name().startsWith('_'))
    .map((candidate) => ({ value: candidate.name(), description: candidate.summary() }));
}

function allOptions(command: Command): readonly Option[] {
  return [...command.options, ...(command.parent === null ? [] : allOptions(command.parent))];
}

function isNamed(option: Option, word: string): boolean {
  return option.short === word || option.long === word;
}

function takesValue(option: Option): boolean {
  return option.required || option.optional;
}

/** `tasks` for `--only <tasks>`. */
function valueName(option: Option): string {
  return /<([^>]+)>/.exec(option.flags)?.[1] ?? '';
}
