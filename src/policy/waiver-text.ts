import { pipelineIdProblem } from '../model/names.ts';
import { textHash } from '../model/text-hash.ts';
import type { Waiver } from './waiver.ts';

/** Characters of a reason that are kept. */
const longestReason = 500;

const codeForm = /^SG\d{3}$/;
const commitForm = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
/** What Git takes for the name of a branch has none of these, but for the quotation marks that would end the code in Markdown. */
const branchForm = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s`~^:?*[\\]{1,255}$/u;
const loginForm = /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,98}[A-Za-z0-9])?$/;

/** What the record begins and ends with: a comment of HTML, which GitHub does not show. */
const [opening, closing] = ['<!-- segue-waiver ', ' -->'] as const;

/** What the markers of all waivers begin with. */
export const waiverPrefix = 'waiver/';

/** What the markers of all waivers for a commit begin with. */
export function waiverKeys(commit: string): string {
  return `${waiverPrefix}${commit}/`;
}

/** The key of the comment that a waiver is taken down in: the same waiver, given twice, is one comment. */
export function waiverKey({ commit, code, pipeline, login, base }: Waiver): string {
  const whose = textHash(JSON.stringify([pipeline ?? null, login.toLowerCase(), base])).toString(36);
  return `${waiverKeys(commit)}${code}/${whose}`;
}

/**
 * A waiver as the body of a comment, below its marker: in words for people, and as a record. The words are Markdown that mentions nobody.
 *
 * @throws {TypeError} if it has not the form of one: it was made of what nobody checked.
 */
export function waiverBody(waiver: Waiver): string {
  const kept = { ...waiver, reason: oneLine(waiver.reason) };
  if (!isWaiver(kept)) throw new TypeError('a waiver has a code, a commit, a login, a reason and perhaps a pipeline');
  const { code, pipeline, login, reason, commit, base } = kept;
  const of = pipeline === undefined ? '' : ` of \`${pipeline}\``;
  const record = JSON.stringify({ code, pipeline, login, reason, commit, base });
  return [
    `**${code}**${of} may stand at \`${commit.slice(0, 7)}\` in \`${base}\`, says \`${login}\`:`,
    '',
    // Indented text is code: nothing in it is read as Markdown.
    `    ${reason}`,
    '',
    'The next push asks again, and so does another branch to merge into.',
    `${opening}${record.replaceAll(/[<>&-]/g, escaped)}${closing}`,
  ].join('\n');
}

/**
 * The waiver that a comment of our own holds, without its marker. Whoever may write to the repository can edit it, so it is believed only
 * if all of it is what `waiverBody` makes of the record: who edits has to forge the words that people read as well. Whether the comment was
 * ever edited is for the reader of comments to see.
 */
export function readWaiver(body: string): Waiver | undefined {
  const text = body.replaceAll('\r\n', '\n').trim();
  const line = text.slice(text.lastIndexOf('\n') + 1);
  if (!line.startsWith(opening) || !line.endsWith(closing)) return undefined;
  const record = parse(line.slice(opening.length, -closing.length));
  return record !== undefined && isWaiver(record) && waiverBody(record) === text ? record : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isWaiver(value: unknown): value is Waiver {
  if (typeof value !== 'object' || value === null) return false;
  const { code, pipeline, login, reason, commit, base, ...more }: Readonly<Record<string, unknown>> = { ...value };
  return (
    hasForm(code, codeForm) &&
    hasForm(login, loginForm) &&
    hasForm(commit, commitForm) &&
    hasForm(base, branchForm) &&
    (pipeline === undefined || (typeof pipeline === 'string' && pipelineIdProblem(pipeline) === undefined)) &&
    typeof reason === 'string' &&
    reason !== '' &&
    reason === oneLine(reason) &&
    Object.keys(more).length === 0
  );
}

function hasForm(value: unknown, form: RegExp): boolean {
  return typeof value === 'string' && form.test(value);
}

/** Without what would end the line, or be drawn otherwise than it is written. */
function oneLine(reason: string): string {
  const line = reason.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  return Array.from(line).slice(0, longestReason).join('').trim();
}

function escaped(letter: string): string {
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
