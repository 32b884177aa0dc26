/**
 * What became of one ref in a push. `moved`: somebody else wrote first. `refused`: the other side will not have it, however
 * often it is tried. `unknown`: no answer, or one that says nothing of the ref; it may have arrived all the same. `blocked`: all or nothing was asked for, and another
 * ref could not go; it never arrived.
 */
export type PushVerdict =
  | { readonly kind: 'done' }
  | { readonly kind: 'moved' }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'blocked' };

const heldUp = /atomic push fail|atomic transaction failed/i;
const lostRaces =
  /fetch first|non-fast-forward|stale info|already exists|needs force|failed to update ref|incorrect old value|cannot lock ref|failed to lock|but expected|fetching first|remote ref updated/i;
const lostAnswers = /remote failed to report status|remote end hung up|expecting report/i;
/** The other side could not keep what it got: its disk is full or away. That passes; nothing is wrong with the ref. */
const serverTrouble = /unpacker error|unable to migrate objects|internal server error/i;

/**
 * Reads `git push --porcelain`: one line a ref, `<flag>\t<from>:<to>\t<summary> (<reason>)`. A ref without a line is
 * `unknown`, whatever git's exit code: a push of several refs may succeed in part.
 *
 * @see https://git-scm.com/docs/git-push#_output
 */
export function readPushReport(stdout: string, refs: readonly string[]): ReadonlyMap<string, PushVerdict> {
  const verdicts = new Map<string, PushVerdict>(refs.map((ref) => [ref, { kind: 'unknown' }]));
  for (const line of stdout.split('\n')) {
    const [flag, names, summary] = line.split('\t');
    const ref = names?.slice(names.indexOf(':') + 1);
    if (flag === undefined || ref === undefined || summary === undefined || !verdicts.has(ref)) continue;
    verdicts.set(ref, verdictOf(flag, summary));
  }
  return verdicts;
}

function verdictOf(flag: string, summary: string): PushVerdict {
  // `=` is "up to date": the very version that we pushed is there, so an earlier push of ours had arrived.
  if (flag === ' ' || flag === '*' || flag === '+' || flag === '=' || flag === '-') return { kind: 'done' };
  if (heldUp.test(summary)) return { kind: 'blocked' };
  if (lostAnswers.test(summary) || serverTrouble.test(summary)) return { kind: 'unknown' };
  if (lostRaces.test(summary)) return { kind: 'moved' };
  return { kind: 'refused', reason: /\((.*)\)\s*$/.exec(summary)?.[1] ?? summary };
}
