/** What `docs/problems.md` says of a problem: Markdown without a full stop. */
export interface ProblemRow {
  readonly code: string;
  readonly wrong: string;
  readonly help: string;
}

/** The rows of all tables of the page, in order. */
export function readProblemRows(page: string): readonly ProblemRow[] {
  return [...page.matchAll(/^\| (SG\d{3}) \| (.+?) \| (.+?) \|$/gm)].map(([, code = '', wrong = '', help = '']) => ({
    code,
    wrong,
    help,
  }));
}
