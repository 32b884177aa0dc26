import { clip } from '../../model/route-words.ts';
import { didYouMean } from '../did-you-mean.ts';
import type { Finding, PipelineFile, Rule } from '../rule.ts';

export const unknownAfter: Rule = {
  code: 'SG207',
  name: 'unknown-after',
  severity: 'error',
  summary: 'A pipeline comes after one that the repository does not have.',
  why: 'A pipeline that does not exist never succeeds, so this one would never run, and nothing would ever fail.',
  fix: 'Correct the id, or remove the entry. An id is the path below the folder of the pipelines without the ending, in the same case.',
  checkFiles(files) {
    const known = new Set(files.map(({ id }) => id));
    return files.flatMap(({ id: own, links }): Finding[] => {
      const seen = new Set<string>();
      return (links?.after ?? []).flatMap(({ id, range }) => {
        if (known.has(id) || seen.has(id)) return [];
        seen.add(id);
        const message = `\`${own}\` comes after \`${clip(id, 120)}\`, which is no pipeline of this repository`;
        return [{ range, message, help: () => helpFor(id, own, files) }];
      });
    });
  },
};

function helpFor(id: string, own: string, files: readonly PipelineFile[]): string {
  const moved = files.find(({ links }) => links?.renamedFrom?.some((old) => old.id === id));
  if (moved !== undefined) return `\`${clip(id)}\` is called \`${moved.id}\` now: write that.`;
  const others = files.map((each) => each.id).filter((each) => each !== own);
  const meant = othersMeant(id, others);
  if (meant !== undefined)
    return `Write \`${meant}\`: an id is the path below the folder of the pipelines without the ending.`;
  return didYouMean(id, others, 'other pipelines');
}

/** A path instead of an id, or a name without its folder where there is only one of that name. */
function othersMeant(id: string, others: readonly string[]): string | undefined {
  const written = id.replace(/\.ya?ml$/i, '');
  const [last, ...more] = others.filter((each) => each.endsWith(`/${written}`));
  return (
    others.find((each) => each === written || written.endsWith(`/${each}`)) ?? (more.length === 0 ? last : undefined)
  );
}
