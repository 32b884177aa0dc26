/** A file of an example: its path in a repository and its text. */
export interface ExampleFile {
  readonly file: string;
  readonly text: string;
}

/** A file of an example, as a block of a page in Markdown. */
export function renderExampleFile({ file, text }: ExampleFile): string {
  return `\`${file}\`:\n\n${renderExampleText('yaml', text)}`;
}

/** A change of files, as blocks of a page in Markdown. */
export function renderExampleChange(before: readonly ExampleFile[], after: readonly ExampleFile[]): readonly string[] {
  return ['Before:', ...before.map(renderExampleFile), 'After:', ...after.map(renderExampleFile)];
}

/** Text of Segue's own, fenced; it holds no fence. */
export function renderExampleText(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}
