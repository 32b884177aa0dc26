import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Problem } from '../../diagnostic/problem.ts';
import { loadSettings } from '../../model/load.ts';
import { runGit } from '../../store/git-process.ts';
import { openRepository, type Repository } from '../../store/repository.ts';
import { settingsFile } from '../../workspace/pipeline-files.ts';
import type { CommandContext, ExitCode } from '../context.ts';
import { helloPipeline } from '../hello-pipeline.ts';

export interface InitOptions {
  readonly json?: true;
}

/** `segue init`: a first pipeline, and what comes next. Never writes over a file. */
export async function initCommand(context: CommandContext, options: InitOptions): Promise<ExitCode> {
  const repository = await openRepository({ directory: context.cwd, environment: context.environment });
  const file = `${await pipelinesFolder(repository)}/hello.yml`;
  const written = await writeNew(join(repository.root, file), helloPipeline(await ownerName(repository)));
  if (options.json) {
    context.terminal.printJson({ written: written ? [file] : [], kept: written ? [] : [file] });
    return 0;
  }
  context.terminal.print(nextSteps(context, repository, file, written));
  return 0;
}

function nextSteps(context: CommandContext, repository: Repository, file: string, written: boolean): string[] {
  const { style } = context.terminal;
  const head = written ? `${style.success('✓')} wrote ${file}` : `${style.muted('–')} ${file} exists and is left alone`;
  const steps = [
    ...(repository.head === undefined
      ? [
          [
            `git add ${dirname(file)} && git commit -m "Add a pipeline"`,
            'a run is pinned to a commit: make the first one',
          ],
        ]
      : []),
    ['segue run hello', 'run it'],
    ['segue validate', 'check all of them, also before each commit'],
    [
      `0 5 * * * cd ${repository.root} && segue run hello`,
      'as a line of your crontab (crontab -e): each morning at five',
    ],
    ['source <(segue completion bash)', 'complete commands and ids in your shell (zsh and fish too)'],
  ];
  const width = Math.max(...steps.map(([command = '']) => command.length)) + 3;
  return [
    head,
    '',
    'Next:',
    ...steps.map(([command = '', what = '']) => `  ${style.command(command.padEnd(width))}${style.muted(what)}`),
  ];
}

async function pipelinesFolder(repository: Repository): Promise<string> {
  const text = await readFile(join(repository.root, settingsFile)).catch(() => undefined);
  return loadSettings(settingsFile, text).settings.pipelines;
}

async function ownerName(repository: Repository): Promise<string> {
  const { stdout } = await runGit(repository.place, ['config', 'user.name']);
  return stdout.toString().trim() || 'the data team';
}

/** False if there is such a file already. */
async function writeNew(path: string, text: string): Promise<boolean> {
  if (existsSync(path)) return false;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { flag: 'wx' });
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Problem(
      'SG910',
      `${path} cannot be written: ${reason}`,
      'Make the folder writable, or write the file by hand.',
    );
  }
}
