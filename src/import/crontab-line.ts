import { nicknames } from '../schedule/cron.ts';
import { isCron } from './translate-cron.ts';

/** One line of a crontab, by what cron makes of it. Lines count from 1. */
export type CrontabLine =
  | { readonly kind: 'blank'; readonly line: number }
  | { readonly kind: 'comment'; readonly line: number; readonly text: string }
  | { readonly kind: 'setting'; readonly line: number; readonly name: string; readonly value: string }
  | { readonly kind: 'job'; readonly line: number; readonly job: JobLine; readonly isDisabled: boolean }
  | { readonly kind: 'unreadable'; readonly line: number; readonly text: string; readonly reason: string };

/** A line that runs something. */
export interface JobLine {
  /** Five fields, or `@reboot` and the like as one. */
  readonly when: readonly string[];
  /** Only in a system's crontab. */
  readonly user?: string;
  /** With its percent signs as they are. */
  readonly command: string;
  /** Options of cron itself, as `-n`. */
  readonly options: readonly string[];
}

/** Reads one line; never throws. `isSystem`: a column with the user stands before the command. */
export function readLine(text: string, line: number, isSystem: boolean): CrontabLine {
  const bare = text.trim();
  if (bare === '') return { kind: 'blank', line };
  if (/(?!\t)[\p{Cc}\p{Cs}\u2028\u2029\uFEFF\uFFFE\uFFFF]/u.test(bare)) {
    return { kind: 'unreadable', line, text: '', reason: 'it holds control characters' };
  }
  if (bare.startsWith('#')) return readComment(bare, line, isSystem);
  const setting = readSetting(bare);
  if (setting !== undefined) return { kind: 'setting', line, ...setting };
  const job = readJob(bare, isSystem);
  return typeof job === 'string'
    ? { kind: 'unreadable', line, text: bare, reason: job }
    : { kind: 'job', line, job, isDisabled: false };
}

/** A comment that was a job: its fields can be read, and what follows is no explanation of the columns. */
function readComment(bare: string, line: number, isSystem: boolean): CrontabLine {
  const text = bare.replace(/^#+/, '').trim();
  const job = readJob(text, isSystem);
  const isLegend = typeof job === 'string' || /^(?:user(?:-?name)?\b|command\b|cmd\b|<)/i.test(job.user ?? job.command);
  if (typeof job === 'string' || isLegend || job.command.length < 2) return { kind: 'comment', line, text };
  return { kind: 'job', line, job, isDisabled: true };
}

/** Cron's own rules: quotes around the name or the whole value go, nothing is expanded, `#` is a letter. */
export function readSetting(bare: string): { readonly name: string; readonly value: string } | undefined {
  const match = /^(?:"(?<double>[^"=]+)"|'(?<single>[^'=]+)'|(?<plain>[^\s="'][^\s=]*))\s*=\s*(?<value>.*)$/.exec(bare);
  if (match?.groups === undefined) return undefined;
  const { double, single, plain, value = '' } = match.groups;
  const quoted = /^(?<quote>["'])(?<text>.*)\k<quote>$/.exec(value)?.groups?.text;
  return { name: double ?? single ?? plain ?? '', value: quoted ?? value.trimEnd() };
}

function readJob(text: string, isSystem: boolean): JobLine | string {
  const columns = text.startsWith('@') ? 1 : 5;
  const words = [...text.matchAll(/\S+/g)];
  const when = words.slice(0, columns).map(([word]) => word.toLowerCase());
  const [first = ''] = when;
  if (columns === 5) when[0] = first.replace(/^-(?=.)/, '');
  const known = columns === 5 ? isCron(when) : first === '@reboot' || Object.hasOwn(nicknames, first);
  if (!known)
    return columns === 5 ? 'it is no setting, and does not begin with five fields of cron' : `cron has no \`${first}\``;
  const user = isSystem ? words[columns]?.[0] : undefined;
  if (user !== undefined && !/^[A-Za-z_][\w.:/-]*\$?$/.test(user)) return 'it names no user before its command';
  const rest = words.slice(columns + (isSystem ? 1 : 0));
  const options = leadingOptions(rest.map(([word]) => word));
  const start = rest[options.length]?.index;
  if (start === undefined) return isSystem ? 'it has no user or no command' : 'it has no command';
  const command = text.slice(start);
  if (command.startsWith('*')) return 'it has six fields; cron has no seconds';
  return { when: spelledOut(when), command, options, ...(user === undefined ? {} : { user }) };
}

/** `-n`, `-q` and `-s` of the BSDs and cronie stand before the command. */
function leadingOptions(words: readonly string[]): readonly string[] {
  const end = words.findIndex((word) => !/^-[nqs]{1,3}$/.test(word));
  return words.slice(0, Math.max(end, 0));
}

function spelledOut(when: readonly string[]): readonly string[] {
  const fields = nicknames[when[0] ?? ''];
  return fields === undefined ? when : fields.split(' ');
}
