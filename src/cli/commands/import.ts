import { basename } from 'node:path';
import { Problem } from '../../diagnostic/problem.ts';
import { type ImportedCrontab, importCrontab } from '../../import/import-crontab.ts';
import { isSystemCrontab } from '../../import/system-form.ts';
import { loadSettings } from '../../model/load.ts';
import { renderImport } from '../../report/command/import-text.ts';
import { isTimezone } from '../../schedule/timezone.ts';
import { openRepository } from '../../store/repository/repository.ts';
import { readSettingsFile, settingsFile } from '../../workspace/pipelines/pipeline-files.ts';
import {
  type ImportPlace,
  importFolder,
  readCrontab,
  refuseInvalid,
  writeImported,
} from '../../workspace/write-import.ts';
import type { CommandContext, ExitCode } from '../context.ts';

export interface ImportOptions {
  readonly dir?: string;
  readonly timezone?: string;
  readonly checkout?: string;
  readonly system?: boolean;
  readonly withDisabled?: true;
  readonly force?: true;
  readonly dryRun?: true;
  readonly json?: true;
}

/** `segue import crontab FILE`: a pipeline for each job. 1 if a line is none that cron would read. */
export async function importCommand(context: CommandContext, path: string, options: ImportOptions): Promise<ExitCode> {
  checkTimezone(options.timezone);
  const repository = await openRepository({ directory: context.cwd, environment: context.environment });
  const { settings } = loadSettings(settingsFile, readSettingsFile(repository.root));
  const place: ImportPlace = { root: repository.root, cwd: context.cwd, settings };
  const folder = importFolder(place, options.dir);
  const text = await readCrontab(path, context.cwd);
  const found = importCrontab(text, {
    name: path === '-' ? 'a crontab' : basename(path),
    prefix: folder.prefix,
    isSystem: options.system ?? isSystemCrontab(path, text),
    checkout: (options.checkout ?? repository.root).replace(/(?<=.)\/+$/, ''),
    withDisabled: options.withDisabled ?? false,
    ...(options.timezone === undefined ? {} : { timezone: options.timezone }),
  });
  const imported = refuseInvalid(place, folder, found);
  if (!options.dryRun) await writeImported(place, folder, imported, options.force ?? false);
  print(context, imported, folder.path, options);
  return imported.skipped.some(({ kind }) => kind === 'unreadable') ? 1 : 0;
}

function checkTimezone(name: string | undefined): void {
  if (name === undefined || isTimezone(name)) return;
  throw new Problem('SG932', `${name} is no timezone.`, 'Give a name such as Europe/Paris, or UTC.', 2);
}

function print({ terminal }: CommandContext, imported: ImportedCrontab, folder: string, options: ImportOptions): void {
  const files = imported.pipelines.map(({ id }) => `${folder}/${id.slice(id.lastIndexOf('/') + 1)}.yml`);
  if (options.json) {
    const pipelines = imported.pipelines.map(({ text, ...rest }, index) => ({
      ...rest,
      file: files[index],
      ...(options.dryRun ? { text } : {}),
    }));
    terminal.printJson({ written: options.dryRun ? [] : files, pipelines, skipped: imported.skipped });
    return;
  }
  if (options.dryRun) {
    imported.pipelines.forEach(({ text }, index) => {
      terminal.print([terminal.style.strong(`# ${files[index]}`), text]);
    });
  }
  terminal.print(
    renderImport(imported, { style: terminal.style, width: terminal.columns(), written: !options.dryRun }),
  );
}
