import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { Problem } from '../../diagnostic/problem.ts';
import { loadSettings } from '../../model/load.ts';
import { runGit } from '../../store/git/git-process.ts';
import { openRepository, type Repository } from '../../store/repository/repository.ts';
import { hasGithubRemote } from '../../workspace/forge/github-remote.ts';
import { InvalidPipeline } from '../../workspace/pipelines/invalid-pipeline.ts';
import { settingsFile } from '../../workspace/pipelines/pipeline-files.ts';
import { type Hook, hookLines, writePreCommitHook } from '../../workspace/pre-commit-hook.ts';
import { judgeWorkflow, workflowFile, writeWorkflow } from '../../workspace/workflow-file.ts';
import type { CommandContext, ExitCode } from '../context.ts';
import { helloPipeline } from '../hello-pipeline.ts';
import { nextSteps } from '../init-steps.ts';

export interface InitOptions {
  readonly hook?: true;
  readonly json?: true;
}

/** `segue init`: a first pipeline, at GitHub the workflow that runs it, and what comes next. Never writes over a file. */
export async function initCommand(context: CommandContext, options: InitOptions): Promise<ExitCode> {
  const repository = await openRepository({ directory: context.cwd, environment: context.environment });
  const file = `${await pipelinesFolder(repository)}/hello.yml`;
  const isNew = await writeNew(join(repository.root, file), helloPipeline(await ownerName(repository)));
  const workflow = await writeFirstWorkflow(repository);
  const hook = options.hook ? await writePreCommitHook(repository) : undefined;
  const files: readonly Made[] = [
    { file, written: isNew },
    ...(workflow === undefined ? [] : [{ file: workflowFile, written: workflow }]),
    ...(hook === undefined ? [] : [{ file: relative(repository.root, hook.path), written: hook.written }]),
  ];
  if (options.json) {
    const named = (written: boolean) => files.filter((each) => each.written === written).map((each) => each.file);
    context.terminal.printJson({ written: named(true), kept: named(false) });
  } else context.terminal.print(told(context, repository, files, hook));
  return 0;
}

interface Made {
  readonly file: string;
  /** False if there is such a file already. */
  readonly written: boolean;
}

function told({ terminal }: CommandContext, repository: Repository, files: readonly Made[], hook?: Hook): string[] {
  const { style } = terminal;
  const heads = files.map(({ file, written }) =>
    written ? `${style.success('✓')} wrote ${file}` : `${style.muted('–')} ${file} exists and is left alone`,
  );
  const advice =
    hook?.written === false
      ? ['', 'To check before each commit, add to it:', ...hookLines.map((line) => `  ${line}`)]
      : [];
  return [...heads, ...advice, '', ...nextSteps(repository, files, hook !== undefined, style)];
}

/** Whether it was written, or nothing if this is not for GitHub, or something in the files must be mended before. */
async function writeFirstWorkflow(repository: Repository): Promise<boolean | undefined> {
  if (!(await hasGithubRemote(repository))) return undefined;
  try {
    const judged = judgeWorkflow({ repository });
    if (judged.staleness?.kind !== 'absent') return false;
    writeWorkflow({ repository }, judged);
    return true;
  } catch (error) {
    if (error instanceof InvalidPipeline) return undefined;
    throw error;
  }
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
