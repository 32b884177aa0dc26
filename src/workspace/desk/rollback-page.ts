import type { AskedRollback } from '../../command/desk.ts';
import { code, md, plain } from '../../report/text/markdown.ts';
import { blocks, bullets } from '../../report/text/markdown-blocks.ts';
import { pipelineKey } from '../../store/names.ts';

const shortId = 7;
/** Files that are listed. */
const mostFiles = 50;
const folder = 'segue/rollback';

/** One for each pipeline and commit: who asks twice finds it. An id that git would not have in a name is there by its digest. */
export function rollbackBranch(pipeline: string, commit: string): string {
  const isName = pipeline.split('/').every((part) => /^\w[\w-]*(?:\.[\w-]+)*$/.test(part) && !part.endsWith('.lock'));
  return `${folder}/${isName ? pipeline : pipelineKey(pipeline)}-${commit.slice(0, shortId)}`;
}

/** Title and text of the pull request: what it does, why, and who wanted it. */
export function rollbackPage(
  { pipeline, to, login, issue }: AskedRollback,
  commit: string,
  paths: readonly string[],
): { readonly title: string; readonly body: string } {
  const short = commit.slice(0, shortId);
  const why =
    to?.kind === 'before'
      ? md`That is just before ${code(to.revision.slice(0, shortId))}, which is suspected of the failure.`
      : to === undefined
        ? md`That is just before its newest change.`
        : md`That was asked for by name: ${code(to.revision)}.`;
  const more = paths.length > mostFiles ? [md`and ${plain(String(paths.length - mostFiles))} more`] : [];
  const body = blocks(
    md`Brings ${code(pipeline)} back as it was at ${code(short)}. ${why} Asked for by ${plain(login)} in #${plain(String(issue))}.`,
    bullets([...paths.slice(0, mostFiles).map((path) => code(path)), ...more]),
    md`Changes of these files that came later go, too; other pipelines whose tasks name them get the older ones. What has run is not undone.`,
  );
  return { title: `Roll ${pipeline} back to ${short}`, body };
}
