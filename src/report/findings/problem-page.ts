import { problemRows } from './problem-rows.generated.ts';

/** The page of a problem (`SG601`, in any case) as Markdown, or nothing if there is no such code. */
export function problemPage(code: string): string | undefined {
  const wanted = code.trim().toUpperCase();
  const row = Object.hasOwn(problemRows, wanted) ? problemRows[wanted] : undefined;
  if (row === undefined) return undefined;
  const [wrong, help] = row;
  return [
    `# ${wanted}`,
    `${sentence(wrong)} This is about the world around the pipeline, not about its text.`,
    '## What to do',
    sentence(help),
  ]
    .join('\n\n')
    .concat('\n');
}

/** The codes that have a page, in order. */
export function problemCodes(): readonly string[] {
  return Object.keys(problemRows);
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
