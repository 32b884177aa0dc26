/** The page of a line of a file at a commit; `repository` is the address of its page, e.g. `https://github.com/acme/etl`. */
export function fileAddress(
  repository: string | undefined,
  commit: string,
  path: string,
  line?: number,
): string | undefined {
  if (repository === undefined) return undefined;
  // Half of a character has no encoding.
  const file = path
    .replaceAll(/\p{Surrogate}/gu, '\ufffd')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
  return `${repository}/blob/${commit}/${file}${line === undefined ? '' : `#L${line}`}`;
}

export function commitAddress(repository: string | undefined, commit: string): string | undefined {
  return repository === undefined ? undefined : `${repository}/commit/${commit}`;
}
