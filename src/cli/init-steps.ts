import { dirname } from 'node:path';
import type { Style } from '../report/text/ansi-style.ts';
import type { Repository } from '../store/repository/repository.ts';
import { workflowFile } from '../workspace/workflow-file.ts';

type Step = readonly [command: string, what: string];

/** What to type after `segue init`. */
export function nextSteps(
  repository: Repository,
  files: readonly { readonly file: string }[],
  hasHook: boolean,
  style: Style,
): string[] {
  const names = files.map(({ file }) => file);
  const isAtGithub = names.includes(workflowFile);
  const steps: readonly Step[] = [
    ...(repository.head === undefined ? [firstCommit(names)] : []),
    ['segue run hello', 'run it'],
    ['segue validate', 'check all of them'],
    ...(hasHook ? [] : [['segue init --hook', 'let git check them before each commit'] as const]),
    ...(isAtGithub ? workflowSteps : [crontabStep(repository)]),
    ['source <(segue completion bash)', 'complete commands and ids in your shell (zsh and fish too)'],
  ];
  const width = Math.max(...steps.map(([command]) => command.length)) + 3;
  return ['Next:', ...steps.map(([command, what]) => `  ${style.command(command.padEnd(width))}${style.muted(what)}`)];
}

const workflowSteps: readonly Step[] = [
  ['segue workflow --write', 'after each change of a schedule: GitHub wakes Segue by the file on the default branch'],
  ['segue workflow --pull-requests --write', 'let a job review pull requests; not with the app, which does it'],
];

function firstCommit(files: readonly string[]): Step {
  const folders = [...new Set(files.filter((file) => !file.startsWith('.git/')).map((file) => dirname(file)))];
  return [
    `git add ${folders.join(' ')} && git commit -m "Add a pipeline"`,
    'a run is pinned to a commit: make the first one',
  ];
}

function crontabStep({ root }: Repository): Step {
  return [
    `0 5 * * * cd ${inCrontab(root)} && segue run hello`,
    'as a line of your crontab (crontab -e): each morning at five',
  ];
}

/** A path as a word of a crontab's line: cron takes `%` for the end of the command, the shell what is not plain for several words. */
function inCrontab(path: string): string {
  if (/^[\w./+@-]+$/.test(path)) return path;
  return `'${path.replaceAll("'", "'\\''")}'`.replaceAll('%', '\\%');
}
