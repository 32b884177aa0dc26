import type { Finding, PipelineFile, Rule } from '../rule.ts';

export const sameId: Rule = {
  code: 'SG206',
  name: 'same-id',
  severity: 'error',
  summary: 'Two files give the same pipeline id, or ids that differ only by case.',
  why: [
    "A pipeline's id is its path below the pipelines folder without the ending, and all that is known of its runs is kept",
    'under it: `daily.yml` and `daily.yaml` would share one history. Ids that differ only by case are one file on the disks',
    'of macOS and Windows.',
  ].join(' '),
  fix: 'Rename one of the files. A new name is a new pipeline with an empty history.',
  checkFiles(files) {
    const first = new Map<string, PipelineFile>();
    return files.flatMap((each): Finding[] => {
      const key = each.id.normalize('NFC').toLowerCase();
      const earlier = first.get(key);
      if (earlier === undefined) {
        first.set(key, each);
        return [];
      }
      return [
        {
          ...clashOf(earlier, each),
          range: startOf(each),
          related: [{ range: startOf(earlier), message: 'the first file' }],
        },
      ];
    });
  },
};

function clashOf(earlier: PipelineFile, later: PipelineFile): Pick<Finding, 'message' | 'help'> {
  const help = `Rename ${later.file} or ${earlier.file}.`;
  if (earlier.id === later.id)
    return { message: `${earlier.file} already gives the pipeline id \`${later.id}\``, help };
  return {
    message: `the pipeline id \`${later.id}\` differs from \`${earlier.id}\` (${earlier.file}) only by case`,
    help,
  };
}

function startOf({ file }: PipelineFile): Finding['range'] {
  return { file, start: 0, end: 0 };
}
