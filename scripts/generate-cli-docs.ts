import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Argument, Command, Option } from 'commander';
import { createProgram } from '../src/cli/program.ts';
import { processTerminal } from '../src/cli/terminal.ts';

const file = 'docs/cli.md';
const path = fileURLToPath(new URL(`../${file}`, import.meta.url));
const command = 'node scripts/generate-cli-docs.ts';

/** `docs/cli.md`, from the definitions of the commands; what stands above the first command is written by hand. */
export function renderCliDocs(program: Command, current: string): string {
  const intro = current.slice(0, current.indexOf('\n## `segue '));
  const commands = program.commands.filter((each) => !each.name().startsWith('_'));
  return `${[intro.trimEnd(), ...commands.flatMap((each) => renderCommand(each, 'segue'))].join('\n\n')}\n`;
}

function renderCommand(each: Command, parent: string): string[] {
  const name = `${parent} ${each.name()}`;
  const inner = each.commands.flatMap((child) => renderCommand(child, name));
  if (inner.length > 0 && each.registeredArguments.length === 0) return inner;
  const rows = [...each.registeredArguments.map(argumentRow), ...each.options.map(optionRow)];
  const table = rows.length === 0 ? [] : [['| | |', '|---|---|', ...rows].join('\n')];
  return [`## \`${name}\``, each.description(), `\`${usage(each, name)}\``, ...table, ...inner];
}

function usage(each: Command, name: string): string {
  const words = each.registeredArguments.map((argument) => {
    const text = `${argument.name()}${argument.variadic ? '...' : ''}`;
    return argument.required ? `<${text}>` : `[${text}]`;
  });
  return [name, ...(each.options.length > 0 ? ['[options]'] : []), ...words].join(' ');
}

function argumentRow(argument: Argument): string {
  return row(`${argument.name()}${argument.variadic ? '...' : ''}`, argument.description, argument.argChoices);
}

function optionRow(option: Option): string {
  const { defaultValue } = option;
  const suffix = typeof defaultValue === 'string' ? ` (default: \`${defaultValue}\`)` : '';
  return row(option.flags, `${option.description}${suffix}`, option.argChoices);
}

function row(left: string, right: string, choices: readonly string[] | undefined): string {
  const listed = choices === undefined ? '' : `: ${choices.map((choice) => `\`${choice}\``).join(', ')}`;
  return `| \`${left.replaceAll('|', '\\|')}\` | ${right.replaceAll('|', '\\|').replace(/( \(default.*)?$/, `${listed}$1`)} |`;
}

function main(args: readonly string[]): void {
  const terminal = processTerminal({ environment: {}, color: false });
  const clock = { now: () => 0, steady: () => 0, after: () => () => {} };
  const program = createProgram({ terminal, environment: {}, clock, cwd: '/' }, () => {});
  const current = readFileSync(path, 'utf8');
  const wanted = renderCliDocs(program, current);
  if (!args.includes('--check')) writeFileSync(path, wanted);
  else if (wanted !== current) {
    terminal.printError(`${file} is stale: run ${command}`);
    process.exitCode = 1;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv.slice(2));
