import { findSecrets } from '../validate/secret-shapes.ts';
import { commandNotes } from './command-notes.ts';
import { programOf } from './command-program.ts';
import { splitStdin, withStdin } from './cron-stdin.ts';
import type { JobLine } from './crontab-line.ts';
import { findCredentials } from './find-credentials.ts';
import { described, type JobComment } from './job-description.ts';
import { jobNames, programName } from './job-name.ts';
import type { JobSettings } from './job-settings.ts';
import { type Note, note } from './note.ts';
import { type ImportedJob, pipelineText } from './pipeline-text.ts';
import { foldersOf, type RelatedJob } from './related-jobs.ts';
import { shellTokens } from './shell-tokens.ts';
import { dropOwnAssignments, hideCredentials, takeCredentials } from './take-credentials.ts';
import { translateCron } from './translate-cron.ts';
import { type Unwrapped, unwrapCommand } from './unwrap-command.ts';

export interface JobContext {
  /** What to call the crontab. */
  readonly name: string;
  readonly line: number;
  readonly checkout?: string;
  readonly settings: JobSettings;
  readonly comment: JobComment;
  readonly isDisabled: boolean;
}

/** A pipeline whose name is still to be settled with those of the others. */
export interface JobDraft {
  readonly line: number;
  readonly names: readonly string[];
  readonly job: ImportedJob;
  readonly related: Omit<RelatedJob, 'id'>;
}

/** Makes a pipeline of one line; a text says why that cannot be. */
export function importJob(line: JobLine, context: JobContext): JobDraft | string {
  if (line.when[0] === '@reboot')
    return 'Segue starts nothing when a machine does: leave it to the machine, e.g. to systemd';
  const { command, stdin } = splitStdin(line.command);
  const reason = refusal(command, stdin);
  if (reason !== undefined) return reason;
  const translated = translateCron(line.when, seedOf(line.command));
  if (!translated.ok) return translated.reason;
  const clean = takeCredentials(command, programName(command));
  const unwrapped = unwrapCommand(clean.text, context.checkout);
  if (isSegue(unwrapped.run))
    return 'it starts Segue: give the pipeline itself `on.schedule`, and keep one line for `segue tick`';
  if (unwrapped.run === '') return 'it runs nothing';
  const run = dropOwnAssignments(unwrapped.run, clean.secrets);
  const secrets = [...new Set([...context.settings.secrets, ...clean.secrets])];
  const noted = [...translated.notes, ...jobNotes(line, context, { ...unwrapped, run }, secrets)];
  const notes = noted.map(({ about, text }) => note(about, hideCredentials(text)));
  const script = [...context.settings.exports, withStdin(run, stdin, unwrapped.isSimple)].join('\n');
  const draft = draftOf(context, translated.cron, { ...unwrapped, run }, { secrets, notes, script, user: line.user });
  const leaks = findSecrets(pipelineText(draft.job)).length > 0;
  return leaks ? 'it holds what looks like a credential, which cannot be taken out by itself' : draft;
}

interface DraftParts {
  readonly secrets: readonly string[];
  readonly notes: readonly Note[];
  readonly script: string;
  readonly user: string | undefined;
}

function draftOf(context: JobContext, cron: string, unwrapped: Unwrapped, parts: DraftParts): JobDraft {
  const { settings, comment, line, isDisabled } = context;
  const { run, timeoutMs, workingDirectory, lock } = unwrapped;
  const names = jobNames(run, comment.name);
  const description = comment.description ?? described(unwrapped.comment ?? '');
  const own = Object.entries(settings.env).filter(([name]) => !parts.secrets.includes(name));
  const job: ImportedJob = {
    origin: `From line ${line} of ${context.name}${isDisabled ? ', which is commented out' : ''}.`,
    notes: parts.notes,
    ...(description === undefined ? {} : { description }),
    ...(settings.owner === undefined ? {} : { owner: settings.owner }),
    ...(isDisabled ? { disabledCron: cron } : { cron }),
    timezone: settings.timezone,
    oneAtATime: lock !== undefined,
    env: Object.fromEntries(own),
    secrets: parts.secrets,
    task: jobNames(run, undefined)[0] ?? 'job',
    run: parts.script,
    shell: settings.shell,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(workingDirectory === undefined || workingDirectory === '.' ? {} : { workingDirectory }),
  };
  const related = {
    line,
    timezone: settings.timezone,
    folders: foldersOf(run, workingDirectory),
    ...(isDisabled ? {} : { cron }),
    ...(lock === undefined ? {} : { lock }),
  };
  return { line, names, job, related };
}

function jobNotes(
  { user, options }: JobLine,
  { settings, checkout }: JobContext,
  { run, notes, workingDirectory, isSimple }: Unwrapped,
  secrets: readonly string[],
): readonly Note[] {
  const facts = { run, shell: settings.shell, checkout, inDirectory: workingDirectory !== undefined && isSimple };
  return [
    ...(user === undefined ? [] : [note('user', `cron ran it as \`${user}\`; tasks run as whoever starts Segue.`)]),
    ...(options.length === 0 ? [] : [note('wrapper', `Options of cron are gone: \`${options.join(' ')}\`.`)]),
    ...settings.notes,
    ...notes,
    ...commandNotes(facts),
    ...secretNotes(secrets),
  ];
}

function secretNotes(secrets: readonly string[]): readonly Note[] {
  if (secrets.length === 0) return [];
  const names = secrets.map((name) => `\`${name}\``).join(', ');
  const what = secrets.length === 1 ? 'its value is not copied. Set it' : 'their values are not copied. Set them';
  const where = 'where Segue runs, or in a file for `--env-file`';
  return [note('secret', `The crontab holds a credential for ${names}; ${what} ${where}.`)];
}

function refusal(command: string, stdin: string | undefined): string | undefined {
  if (command === '') return 'it runs nothing';
  if (shellTokens(command) === undefined) return 'a quote or a bracket of its command is not closed';
  const hidden = stdin !== undefined && findCredentials(stdin, 'job').length > 0;
  return hidden ? 'its input holds what looks like a credential' : undefined;
}

function isSegue(run: string): boolean {
  const [program = '', first] = programOf(run);
  return /(?:^|\/)segue$/.test(program) || (/(?:^|\/)(?:npx|bunx)$/.test(program) && /^segue/.test(first ?? ''));
}

/** The same line draws the same times; FNV-1a, 32 bits. */
function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return hash;
}
