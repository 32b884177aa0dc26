import { isTimezone } from '../schedule/timezone.ts';
import { findSecrets } from '../validate/secret-shapes.ts';
import { reservedPrefix } from '../validate/variable-names.ts';
import { namesCredential, secretVariable } from './find-credentials.ts';
import { type Note, note } from './note.ts';

/** What the settings above a job mean for its pipeline. */
export interface JobSettings {
  readonly timezone: string;
  readonly shell: string;
  readonly owner?: string;
  readonly env: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
  /** Lines for the beginning of the script: variables whose names are reserved in files. */
  readonly exports: readonly string[];
  readonly notes: readonly Note[];
}

/** Cron's own, or set by cron whatever the crontab says. */
const own = new Set([
  ...['SHELL', 'MAILTO', 'MAILFROM', 'CRON_TZ', 'LOGNAME', 'USER', 'RANDOM_DELAY', 'START_HOURS_RANGE'],
  ...['CONTENT_TYPE', 'CONTENT_TRANSFER_ENCODING', 'CRON_WITHIN'],
]);

const standardPath = /^(?:\/(?:usr\/(?:local\/)?)?s?bin(?::|$))+$/;

/** Reads the settings that hold for a job, by name. `timezone` is that of the machine, if it is known. */
export function readJobSettings(settings: ReadonlyMap<string, string>, timezone: string | undefined): JobSettings {
  const notes: Note[] = [];
  const zone = zoneOf(settings, timezone, notes);
  const shell = shellOf(settings.get('SHELL'), notes);
  const owner = ownerOf(settings.get('MAILTO'), notes);
  if (Number(settings.get('RANDOM_DELAY')) > 0) {
    notes.push(note('random', 'cron waited a random time before it (`RANDOM_DELAY`); it now runs on time.'));
  }
  const variables = variablesOf(settings, notes);
  return { timezone: zone, shell, ...(owner === undefined ? {} : { owner }), ...variables, notes };
}

function zoneOf(settings: ReadonlyMap<string, string>, machine: string | undefined, notes: Note[]): string {
  for (const name of ['CRON_TZ', ...(machine === undefined ? ['TZ'] : [])]) {
    const zone = settings.get(name)?.replace(/^:/, '');
    if (zone === undefined || zone === '') continue;
    if (!isTimezone(zone)) {
      notes.push(note('timezone', `\`${name}=${zone}\` names no timezone that Segue knows.`));
      continue;
    }
    if (name === 'TZ') notes.push(note('timezone', `The timezone is that of \`TZ\`: ${tzDiffers}`));
    return zone;
  }
  if (machine !== undefined) return machine;
  notes.push(
    note(
      'timezone',
      'cron ran it in the zone of its machine, which the crontab does not name; here it is UTC. Import with `--timezone`.',
    ),
  );
  return 'UTC';
}

const tzDiffers = 'many crons fire in the zone of their machine all the same. Import with `--timezone` if yours does.';

function shellOf(path: string | undefined, notes: Note[]): string {
  const name = (path ?? '/bin/sh').replace(/^.*\//, '');
  if (path === undefined || name === 'sh') return 'sh';
  if (name === 'bash') return 'bash';
  if (/^python[\d.]*$/.test(name)) return 'python';
  if (/^[\w+.-]+$/.test(name) && /^[\w+./-]+$/.test(path))
    return `${/^\/(?:usr\/)?bin\//.test(path) ? name : path} {0}`;
  notes.push(note('shell', 'Its `SHELL` is no plain path; here it is `sh`.'));
  return 'sh';
}

function ownerOf(mail: string | undefined, notes: Note[]): string | undefined {
  if (mail === undefined || mail.trim() === '') return undefined;
  const owner = /^[^\s,@]+@[^\s,@]+$/.test(mail.trim()) ? mail.trim() : undefined;
  const how = 'Segue sends no mail: add a task with `trigger-rule: one_failed` that tells somebody.';
  const who = owner === undefined ? 'Name an `owner`.' : 'They are its `owner` now.';
  notes.push(note('mail', `cron mailed what it printed to ${mail.trim()}. ${who} ${how}`));
  return owner;
}

function variablesOf(
  settings: ReadonlyMap<string, string>,
  notes: Note[],
): Pick<JobSettings, 'env' | 'secrets' | 'exports'> {
  const env: Record<string, string> = {};
  const secrets: string[] = [];
  const exports: string[] = [];
  for (const [name, value] of settings) {
    if (own.has(name) || (name === 'PATH' && standardPath.test(value))) continue;
    if (!/^[A-Za-z_]\w*$/.test(name) || name === '__proto__') {
      notes.push(note('environment', `\`${name}\` is no name of a variable for a shell, and was left out.`));
    } else if (isSecret(name, value)) {
      const variable = secretVariable(name);
      secrets.push(variable);
      if (variable !== name) exports.push(`export ${name}="$${variable}"`);
    } else if (reservedPrefix(name) !== undefined) exports.push(`export ${name}='${value.replaceAll("'", "'\\''")}'`);
    else {
      env[name] = value;
      notes.push(...variableNotes(name, value));
    }
  }
  return { env, secrets, exports };
}

function isSecret(name: string, value: string): boolean {
  if (findSecrets(value).length > 0) return true;
  return namesCredential(name) && value !== '' && !/^[/$~]/.test(value);
}

function variableNotes(name: string, value: string): readonly Note[] {
  if (name === 'HOME') {
    return [note('directory', 'cron starts jobs in `HOME`; tasks start in the root of the repository.')];
  }
  const notes: Note[] = [];
  if (value.includes('$'))
    notes.push(note('environment', `\`${name}\` holds a \`$\`: neither cron nor \`env\` replaces it.`));
  if (name === 'PATH')
    notes.push(note('path', '`PATH` names folders of the machine. Take it out if its programs are found without it.'));
  return notes;
}
