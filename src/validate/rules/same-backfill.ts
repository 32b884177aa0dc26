import type { Finding, Rule } from '../rule.ts';

export const sameBackfill: Rule = {
  code: 'SG807',
  name: 'same-backfill',
  severity: 'error',
  summary: 'Two files give the same id of a backfill, or ids that differ only by case.',
  why: [
    'How far a backfill has got is kept under its id, the path without `.backfill.yml`: `january.backfill.yml` and',
    '`january.backfill.yaml` would share it, and one of them would not be worked off.',
  ].join(' '),
  fix: 'Rename one of the files.',
  checkBackfillFiles(files) {
    const first = new Map<string, (typeof files)[number]>();
    return files.flatMap(({ file, id }): Finding[] => {
      const key = id.normalize('NFC').toLowerCase();
      const earlier = first.get(key);
      if (earlier === undefined) first.set(key, { file, id });
      if (earlier === undefined) return [];
      const message =
        earlier.id === id
          ? `${earlier.file} already gives the backfill \`${id}\``
          : `the backfill \`${id}\` differs from \`${earlier.id}\` (${earlier.file}) only by case`;
      const related = [{ range: { file: earlier.file, start: 0, end: 0 }, message: 'the first file' }];
      return [{ range: { file, start: 0, end: 0 }, message, help: `Rename ${file} or ${earlier.file}.`, related }];
    });
  },
};
