/** What stands in a comment of HTML without ending it. */
const keyForm = /^[A-Za-z0-9./:-]+$/;

/** The hidden first line of what Segue writes: first, because what is cut is cut at the end. */
export function markerOf(key: string): string {
  if (!keyForm.test(key)) throw new TypeError(`a marker cannot hold ${JSON.stringify(key)}`);
  return `<!-- segue:${key} -->`;
}

/** `body` with the marker of `key` above it. */
export function withMarker(key: string, body: string): string {
  return `${markerOf(key)}\n${body}`;
}

/** The key that a body is marked with, and what stands below; undefined without a marker on its first line. */
export function readMarked(body: string): { readonly key: string; readonly rest: string } | undefined {
  const [first = '', ...rest] = body.trimStart().split(/\r?\n/);
  const key = /^<!-- segue:(?<key>[A-Za-z0-9./:-]+) -->$/.exec(first.trimEnd())?.groups?.key;
  return key === undefined ? undefined : { key, rest: rest.join('\n') };
}

/** Whether the first line that is not empty is the marker; below it, it is somebody's text. Ends of lines do not matter. */
export function hasMarker(key: string, body: string | null | undefined): boolean {
  const first = (body ?? '').trimStart().split(/\r?\n/, 1)[0] ?? '';
  return first.trimEnd() === markerOf(key);
}

/** Whether two texts are the same to a reader: GitHub's editor ends lines otherwise, and forms drop what is blank at the end. */
export function sameText(one: string | null | undefined, other: string | null | undefined): boolean {
  return plain(one) === plain(other);
}

function plain(text: string | null | undefined): string {
  return (text ?? '').replaceAll('\r\n', '\n').trimEnd();
}
