import { code, joinMarkdown, type Markdown, md, ownLink, plain } from '../report/text/markdown.ts';
import type { Command } from './command.ts';
import type { AskedRollback, Circumstances, CommandDesk, Outcome } from './desk.ts';
import { refused } from './refused.ts';

type RollingBack = Extract<Command, { kind: 'rollback' }>;

/** Files that are named. */
const mostFiles = 10;

/** Asks for the pull request. In the issue of an incident that suspects a commit it is as before that one, unless it is said otherwise. */
export async function rollBack(
  command: RollingBack,
  { rollbacks }: CommandDesk,
  where: Circumstances,
): Promise<Outcome> {
  if (rollbacks === undefined) return refused(md`Pull requests cannot be opened here.`);
  const { pipeline } = command;
  const to = revisionOf(command, where);
  const { login, issue } = where;
  const { kind, number, url, commit, files } = await rollbacks.rollback({
    pipeline,
    login,
    issue,
    ...(to === undefined ? {} : { to }),
  });
  const pull = ownLink(md`#${plain(String(number))}`, url);
  const what = md`${code(pipeline)} back as it was at ${code(commit.slice(0, 7))}`;
  const list = md`${joinMarkdown(files.slice(0, mostFiles).map(asCode), ', ')}${plain(moreOf(files))}`;
  const said =
    kind === 'opened' ? md`Opened ${pull}, which brings ${what}` : md`${pull} is open already: it brings ${what}`;
  const body = md`${said}. It changes ${list}. Nothing runs otherwise before it is merged.`;
  return { isDone: true, body };
}

function revisionOf({ to, pipeline }: RollingBack, { here }: Circumstances): AskedRollback['to'] {
  if (to !== undefined) return { kind: 'then', revision: to };
  if (here?.suspect === undefined || !here.pipelines.includes(pipeline)) return undefined;
  return { kind: 'before', revision: here.suspect.commit };
}

function moreOf(files: readonly string[]): string {
  return files.length > mostFiles ? ` and ${files.length - mostFiles} more` : '';
}

function asCode(text: string): Markdown {
  return code(text);
}
