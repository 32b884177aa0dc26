import { type CrontabLine, type JobLine, readLine } from './crontab-line.ts';
import { importJob, type JobDraft } from './import-job.ts';
import { type JobComment, readJobComment } from './job-description.ts';
import { uniqueNames } from './job-name.ts';
import { readJobSettings } from './job-settings.ts';
import type { Note } from './note.ts';
import { pipelineText } from './pipeline-text.ts';
import { relatedNotes } from './related-jobs.ts';
import { hideCredentials } from './take-credentials.ts';

/** Jobs that are imported, variables that are set for one, and characters of a command; people need a tenth of it. */
const mostJobs = 2_000;
const mostSettings = 1_000;
const longestCommand = 10_000;

export interface CrontabOptions {
  /** What to call the crontab in the files. */
  readonly name: string;
  /** Folder and name in front of each id, e.g. `cron/`. */
  readonly prefix: string;
  /** True if a column with the user stands before each command. */
  readonly isSystem: boolean;
  /** The zone of the crontab's machine. */
  readonly timezone?: string;
  /** Where the repository lies on that machine: an absolute path. */
  readonly checkout?: string;
  /** Jobs that are commented out become pipelines without a schedule. */
  readonly withDisabled: boolean;
}

/** A job that has become a pipeline. */
export interface ImportedPipeline {
  readonly line: number;
  readonly id: string;
  readonly text: string;
  readonly cron?: string;
  readonly timezone: string;
  readonly secrets: readonly string[];
  readonly notes: readonly Note[];
}

/** A line that has become nothing. */
export interface SkippedLine {
  readonly line: number;
  readonly kind: 'disabled' | 'refused' | 'unreadable';
  /** Without credentials. */
  readonly text: string;
  readonly reason: string;
}

export interface ImportedCrontab {
  /** In the order of the lines. */
  readonly pipelines: readonly ImportedPipeline[];
  readonly skipped: readonly SkippedLine[];
}

/** Makes a pipeline of each job of a crontab. Never throws; same text and options, same result. */
export function importCrontab(text: string, options: CrontabOptions): ImportedCrontab {
  const drafts: JobDraft[] = [];
  const skipped: SkippedLine[] = [];
  for (const found of jobsOf(text, options.isSystem)) {
    const made = makeDraft(found, options, drafts.length);
    if ('reason' in made) skipped.push(made);
    else drafts.push(made);
  }
  const names = uniqueNames(drafts.map(({ names: wanted }) => wanted));
  const ids = names.map((name) => `${options.prefix}${name}`);
  const related = relatedNotes(drafts.map((draft, index) => ({ ...draft.related, id: ids[index] ?? '' })));
  const pipelines = drafts.map((draft, index): ImportedPipeline => {
    const notes = [...draft.job.notes, ...(related[index] ?? [])];
    const { cron, timezone, secrets } = draft.job;
    const base = { line: draft.line, id: ids[index] ?? '', timezone, secrets, notes };
    return { ...base, ...(cron === undefined ? {} : { cron }), text: pipelineText({ ...draft.job, notes }) };
  });
  return { pipelines, skipped };
}

interface FoundJob {
  readonly kind: 'job';
  readonly line: number;
  readonly job: JobLine;
  readonly isDisabled: boolean;
  readonly settings: ReadonlyMap<string, string>;
  readonly comment: JobComment;
}

type Unreadable = Extract<CrontabLine, { kind: 'unreadable' }>;

/** Jobs with the settings and comments above them, as cron reads from top to bottom. */
function jobsOf(text: string, isSystem: boolean): readonly (FoundJob | Unreadable)[] {
  const found: (FoundJob | Unreadable)[] = [];
  let settings: ReadonlyMap<string, string> = new Map();
  let comments: string[] = [];
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .entries()) {
    const line = bounded(readLine(raw, index + 1, isSystem), settings);
    if (line.kind === 'setting') settings = new Map([...settings, [line.name, line.value]]);
    if (line.kind === 'job') found.push({ ...line, settings, comment: readJobComment(comments) });
    if (line.kind === 'unreadable') found.push(line);
    if (line.kind === 'comment') comments.push(line.text);
    else comments = [];
  }
  return found;
}

function bounded(line: CrontabLine, settings: ReadonlyMap<string, string>): CrontabLine {
  if (line.kind !== 'setting' || settings.size < mostSettings || settings.has(line.name)) return line;
  return { kind: 'unreadable', line: line.line, text: line.name, reason: `${mostSettings} settings stand above it` };
}

function makeDraft(found: FoundJob | Unreadable, options: CrontabOptions, before: number): JobDraft | SkippedLine {
  if (found.kind === 'unreadable') return skip(found, 'unreadable', found.reason);
  const { line, job, isDisabled, comment } = found;
  if (isDisabled && !options.withDisabled) {
    return skip(found, 'disabled', 'it is commented out; `--with-disabled` makes a pipeline without a schedule of it');
  }
  if (before >= mostJobs) return skip(found, 'refused', `it comes after ${mostJobs} other jobs`);
  if (job.command.length > longestCommand) return skip(found, 'refused', 'its command is too long');
  const settings = readJobSettings(found.settings, options.timezone);
  const { name, checkout } = options;
  const origin = { name, line, ...(checkout === undefined ? {} : { checkout }) };
  const draft = importJob(job, { ...origin, settings, comment, isDisabled });
  return typeof draft === 'string' ? skip(found, 'refused', draft) : draft;
}

function skip(found: FoundJob | Unreadable, kind: SkippedLine['kind'], reason: string): SkippedLine {
  const text = found.kind === 'job' ? `${found.job.when.join(' ')} ${found.job.command}` : found.text;
  return { line: found.line, kind, text: hideCredentials(text.slice(0, longestCommand)).slice(0, 1_000), reason };
}
