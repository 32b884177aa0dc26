/**
 * The id of a pipeline: its path below the pipelines folder without the ending, e.g. `finance/daily-close` for
 * `pipelines/finance/daily-close.yml`. Paths use `/`. A file elsewhere keeps its whole path.
 */
export function pipelineId(file: string, folder: string): string {
  const base = `${folder.replace(/\/+$/, '')}/`;
  const below = file.startsWith(base) ? file.slice(base.length) : file;
  return below.replace(/\.ya?ml$/, '');
}
