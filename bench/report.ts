const begin = '<!-- measured: begin -->';
const end = '<!-- measured: end -->';

/** The document with the report between its two markers, in place of what stood there. Throws if it has none. */
export function insertReport(document: string, report: string): string {
  const from = document.indexOf(begin);
  const to = document.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`the document has no place for the report: ${begin} … ${end}`);
  return `${document.slice(0, from + begin.length)}\n\n${report.trim()}\n\n${document.slice(to)}`;
}
