import type { Finding, PipelineFile, Rule } from '../rule.ts';

export const oldIdInUse: Rule = {
  code: 'SG212',
  name: 'old-id-in-use',
  severity: 'error',
  summary: 'A pipeline is renamed from one whose file is still there.',
  why: 'Both would go on with the same state: intervals would be served twice, or by the one that was not meant.',
  fix: 'Delete the old file, or remove `renamed-from`: then the new pipeline begins with an empty history.',
  checkFiles(files) {
    const fileOf = new Map(files.map((each) => [each.id, each]));
    return files.flatMap(({ id, links }) =>
      (links?.renamedFrom ?? []).flatMap((old): Finding[] => {
        const other = old.id === id ? undefined : fileOf.get(old.id);
        return other === undefined ? [] : [findingOf(id, old.range, other)];
      }),
    );
  },
};

function findingOf(id: string, range: Finding['range'], { id: old, file }: PipelineFile): Finding {
  return {
    range,
    message: `\`${id}\` is renamed from \`${old}\`, but ${file} is still there`,
    related: [{ range: { file, start: 0, end: 0 }, message: `the file of \`${old}\`` }],
    help: `Delete ${file}, or remove this line.`,
  };
}
