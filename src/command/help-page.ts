import { code, type Markdown, md, plain } from '../report/text/markdown.ts';
import { blocks, table } from '../report/text/markdown-blocks.ts';
import { verbPages } from './command.ts';

/** What can be typed. */
export function helpPage(): Markdown {
  const rows = verbPages.map(({ usage, does }) => [code(usage), plain(does)]);
  return blocks(
    table([md`comment`, md`does`], rows),
    md`A command is the first line of a new comment; what stands below it is not read, nor are comments that are edited.`,
  );
}
