import { Problem } from '../diagnostic/problem.ts';
import { environmentPattern } from '../model/settings.ts';
import type { Variables } from '../process/environment.ts';
import type { Mark } from '../run/document.ts';
import { type ActionCommand, type ActionInputName, actionCommands } from './action-inputs.ts';

/** All inputs, read and checked once. */
export interface ActionRequest {
  readonly command: ActionCommand;
  readonly environment: string;
  readonly lane?: string;
  readonly pipeline?: string;
  readonly params: Readonly<Record<string, string>>;
  readonly interval?: string;
  readonly run?: string;
  readonly tasks: readonly string[];
  /** With `mark`. */
  readonly state?: Mark['state'];
  readonly reason?: string;
  readonly jobs?: number;
  readonly token?: string;
}

/**
 * The inputs as the runner hands them over: `INPUT_` and the name in capitals.
 *
 * @throws {Problem} SG940 if one is not what it should be.
 */
export function readInputs(variables: Variables): ActionRequest {
  const text = (name: ActionInputName) => nonEmpty(variables[`INPUT_${name.toUpperCase()}`]);
  const command = commandOf(text('command') ?? 'tick');
  const jobs = text('jobs');
  const pipeline = text('pipeline');
  if (command === 'run' && pipeline === undefined) throw wrong('pipeline', 'is missing', 'Name the pipeline to run.');
  const tasks = linesOf(text('tasks'));
  const state = text('state');
  if (command === 'mark' && tasks.length === 0) throw wrong('tasks', 'is missing', 'Name the tasks to mark.');
  if (command === 'mark' && state === undefined) throw wrong('state', 'is missing', 'Give success or skipped.');
  return {
    command,
    environment: environmentOf(text('environment') ?? 'production'),
    params: paramsOf(text('params')),
    tasks,
    ...(state === undefined ? {} : { state: markOf(state) }),
    ...(jobs === undefined ? {} : { jobs: countOf(jobs) }),
    ...given('lane', text('lane')),
    ...given('pipeline', pipeline),
    ...given('interval', text('interval')),
    ...given('run', text('run')),
    ...given('reason', text('reason')),
    ...given('token', text('token')),
  };
}

function given<K extends string>(name: K, value: string | undefined): { readonly [N in K]?: string } {
  return (value === undefined ? {} : { [name]: value }) as { readonly [N in K]?: string };
}

function nonEmpty(value: string | undefined): string | undefined {
  const text = value?.trim();
  return text === '' ? undefined : text;
}

function linesOf(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function commandOf(text: string): ActionCommand {
  const command = actionCommands.find((name) => name === text);
  if (command !== undefined) return command;
  throw wrong('command', `is ${JSON.stringify(text)}`, `It is one of ${actionCommands.join(', ')}.`);
}

function environmentOf(text: string): string {
  if (environmentPattern.test(text) && text !== 'local') return text;
  const help = 'Give a name of lower-case letters, digits, - and _. local stays on the machine it is on.';
  throw wrong('environment', `is ${JSON.stringify(text)}`, help);
}

function markOf(text: string): Mark['state'] {
  if (text === 'success' || text === 'skipped') return text;
  throw wrong('state', `is ${JSON.stringify(text)}`, 'It is success or skipped.');
}

function countOf(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw wrong('jobs', `is ${JSON.stringify(text)}`, 'Give a whole number from 1 on.');
}

function paramsOf(text: string | undefined): Readonly<Record<string, string>> {
  const entries = linesOf(text).map((line) => {
    const at = line.indexOf('=');
    if (at < 1) throw wrong('params', `has the line ${JSON.stringify(line)}`, 'Write one name=value a line.');
    return [line.slice(0, at).trim(), line.slice(at + 1).trim()] as const;
  });
  return Object.fromEntries(entries);
}

function wrong(name: ActionInputName, what: string, help: string): Problem {
  return new Problem('SG940', `The input ${name} ${what}.`, help, 2);
}
