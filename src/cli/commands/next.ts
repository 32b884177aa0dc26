import { relative, resolve, sep } from 'node:path';
import { type Diagnostic, filesConcerned } from '../../diagnostic/diagnostic.ts';
import { renderUpcoming, type ScheduledPipeline } from '../../report/diff/upcoming.ts';
import { countOf } from '../../report/run/run-words.ts';
import { cleanText } from '../../report/text/ansi-width.ts';
import { nextIntervals } from '../../schedule/interval.ts';
import { readMoment } from '../../schedule/moment.ts';
import type { ValidatedFile } from '../../validate/validate.ts';
import { type JudgedWorkspace, loadPipelines, unknownPipeline } from '../../workspace/pipelines/load-pipelines.ts';
import { settingsFile } from '../../workspace/pipelines/pipeline-files.ts';
import type { CommandContext, ExitCode } from '../context.ts';
import type { Terminal } from '../terminal.ts';
import { withWorkspace } from '../with-workspace.ts';

export interface NextOptions {
  /** What `readMoment` reads; now without it. */
  readonly from?: string;
  readonly count?: number;
  readonly json?: true;
}

/**
 * `segue next [pipeline…]`: the next fires of each, and the intervals that they end. What has errors is told on stderr and
 * left out; 1 if it was named.
 *
 * @throws {Problem} SG701 if a name is none of a pipeline.
 */
export async function nextCommand(
  context: CommandContext,
  names: readonly string[],
  options: NextOptions,
): Promise<ExitCode> {
  const { terminal, clock } = context;
  const now = clock.now();
  return withWorkspace<ExitCode>(context, {}, async (workspace) => {
    const judged = loadPipelines(workspace);
    const chosen = chooseFiles(judged, names, { root: workspace.repository.root, cwd: context.cwd });
    const broken = new Set(tellErrors(terminal, judged, chosen));
    const upcoming = chosen.flatMap(({ file, pipeline }): ScheduledPipeline[] => {
      if (pipeline === undefined || broken.has(file)) return [];
      const { schedule, after } = pipeline.on;
      return [{ pipeline: pipeline.id, schedule, after, fires: upcomingFires(schedule, options, now) }];
    });
    if (options.json) terminal.printJson(upcoming.map(({ pipeline, fires }) => ({ pipeline, fires })));
    else if (judged.files.length === 0) terminal.print('There are no pipelines yet. Write a first one: segue init');
    else if (upcoming.length > 0)
      terminal.print(renderUpcoming(upcoming, { now, style: terminal.style, width: terminal.columns() }));
    return names.length > 0 && broken.size > 0 ? 1 : 0;
  });
}

function upcomingFires(
  schedule: ScheduledPipeline['schedule'],
  { from, count = 5 }: NextOptions,
  now: number,
): ScheduledPipeline['fires'] {
  const after = from === undefined ? now : (readMoment(from, schedule[0]?.timezone ?? 'UTC')?.at ?? now);
  return nextIntervals(schedule, after, count).map(({ start, end }) => ({ at: end, start, end }));
}

function chooseFiles(
  { files, settings }: JudgedWorkspace,
  names: readonly string[],
  { root, cwd }: { readonly root: string; readonly cwd: string },
): readonly ValidatedFile[] {
  if (names.length === 0) return files;
  const chosen = names.flatMap((name) => {
    const path = relative(root, resolve(cwd, name)).split(sep).join('/');
    const found = files.filter(({ id, file }) => id === name || file === path);
    if (found.length === 0) throw unknownPipeline(root, settings, name);
    return found;
  });
  return [...new Set(chosen)];
}

/** The files that cannot run, each told with its number of errors. */
function tellErrors(
  terminal: Terminal,
  { diagnostics }: JudgedWorkspace,
  chosen: readonly ValidatedFile[],
): readonly string[] {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const files = [settingsFile, ...chosen.map(({ file }) => file)].filter((file) => errorsOf(file, errors) > 0);
  const mark = terminal.errorStyle.failure('error');
  for (const file of files) {
    const count = countOf(errorsOf(file, errors), 'error');
    terminal.printError(`${mark} ${cleanText(file)} has ${count}, so it starts nothing. What they are: segue validate`);
  }
  return files;
}

function errorsOf(file: string, errors: readonly Diagnostic[]): number {
  return errors.filter((each) => filesConcerned(each).includes(file)).length;
}
