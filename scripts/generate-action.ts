import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { type ActionInput, actionInputs, actionOutputs } from '../src/action/action-inputs.ts';

const command = 'node scripts/generate-action.ts';
const tableStart = '<!-- inputs and outputs: written by `node scripts/generate-action.ts` -->';
const tableEnd = '<!-- end of inputs and outputs -->';

/** `action.yml`, from the definitions that the Action itself reads. */
export function renderAction(): string {
  const inputs = actionInputs.map((input: ActionInput) => {
    const { name, description, fallback } = input;
    return [
      name,
      { description: plain(description), required: false, ...(fallback === undefined ? {} : { default: fallback }) },
    ];
  });
  const outputs = actionOutputs.map(({ name, description }) => [name, { description: plain(description) }]);
  const action = {
    name: 'Segue',
    description: 'Runs the data pipelines of this repository that are due, in order, and tells how it went.',
    author: 'The Segue authors',
    branding: { icon: 'git-merge', color: 'purple' },
    inputs: Object.fromEntries(inputs),
    outputs: Object.fromEntries(outputs),
    runs: { using: 'node24', main: 'dist/action/index.js' },
  };
  return `# Written by \`${command}\` from src/action/action-inputs.ts.\n${stringify(action, { lineWidth: 0 })}`;
}

/** The same as tables for readers, put between their marks. */
export function withTables(page: string): string {
  const [before, rest] = page.split(tableStart);
  const after = rest?.split(tableEnd)[1];
  if (before === undefined || after === undefined) throw new Error(`a page has lost the mark ${tableStart}`);
  const inputs = actionInputs.map((input: ActionInput) => {
    const fallback = input.fallback === undefined ? '' : `\`${input.fallback}\``;
    return `| \`${input.name}\` | ${input.description} | ${fallback} |`;
  });
  const outputs = actionOutputs.map(({ name, description }) => `| \`${name}\` | ${description} |`);
  const tables = [
    ['| input | what it is | default |', '|---|---|---|', ...inputs].join('\n'),
    ['| output | what it is |', '|---|---|', ...outputs].join('\n'),
  ];
  return [before, tableStart, `\n\n${tables.join('\n\n')}\n\n`, tableEnd, after].join('');
}

/** GitHub shows descriptions as they are. */
function plain(markdown: string): string {
  return markdown.replaceAll('`', '');
}

function main(args: readonly string[]): void {
  for (const [file, render] of [
    ['action.yml', renderAction],
    ['docs/action.md', withTables],
    ['README.md', withTables],
  ] as const) {
    const path = fileURLToPath(new URL(`../${file}`, import.meta.url));
    const current = read(path);
    const wanted = render(current);
    if (!args.includes('--check')) writeFileSync(path, wanted);
    else if (wanted !== current) {
      process.stderr.write(`${file} is stale: run ${command}\n`);
      process.exitCode = 1;
    }
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv.slice(2));
