import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { renderCliDocs } from '../../scripts/generate-cli-docs.ts';
import { createProgram } from '../../src/cli/program.ts';
import { version } from '../../src/workspace/version.ts';
import { RecordingTerminal } from './recording-terminal.ts';

function program(terminal = new RecordingTerminal()) {
  const clock = { now: () => 0, steady: () => 0, after: () => () => {} };
  return createProgram({ terminal, environment: {}, clock, cwd: '/' }, () => {});
}

describe('what is said about the command line', () => {
  it('is current in docs/cli.md', () => {
    const current = readFileSync('docs/cli.md', 'utf8');
    expect(current, 'run: node scripts/generate-cli-docs.ts').toBe(renderCliDocs(program(), current));
  });

  it('names the version of the package', () => {
    expect(JSON.parse(readFileSync('package.json', 'utf8'))).toMatchObject({ version });
  });

  it('describes every command, option and argument', () => {
    for (const command of program().commands) {
      if (command.name().startsWith('_')) continue;
      expect(command.summary(), command.name()).not.toBe('');
      for (const option of command.options)
        expect(option.description, `${command.name()} ${option.flags}`).not.toBe('');
    }
  });

  it('is grouped in the help', async () => {
    const terminal = new RecordingTerminal();
    await expect(program(terminal).parseAsync(['--help'], { from: 'user' })).rejects.toMatchObject({ exitCode: 0 });
    await expect(terminal.stdout).toMatchFileSnapshot('golden/help.txt');
  });
});
