/** That a finding may stand. */
export interface Approval {
  /** `SG871`. */
  readonly code: string;
  /** Only of this pipeline; absent: all that the code finds. */
  readonly pipeline?: string;
  readonly reason: string;
}

/**
 * What `/segue approve <code> [pipeline] <why>` says: its first word is a pipeline if the pull request changes one of that id, and else
 * begins the reason. Nothing if no reason is left.
 */
export function readApproval(
  code: string,
  words: readonly string[],
  pipelines: ReadonlySet<string>,
): Approval | undefined {
  const [first = '', ...rest] = words;
  const isNamed = pipelines.has(first);
  const reason = (isNamed ? rest : words).join(' ');
  if (reason === '') return undefined;
  return isNamed ? { code, pipeline: first, reason } : { code, reason };
}
