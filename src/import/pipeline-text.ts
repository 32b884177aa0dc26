import { pipelineSchemaAddress } from '../model/address.ts';
import { writeDuration } from '../model/duration.ts';
import type { Note } from './note.ts';
import { yamlBlock, yamlKey, yamlText } from './yaml-text.ts';

/** A pipeline of one task, ready to be written. */
export interface ImportedJob {
  /** Sentences about where it comes from. */
  readonly origin: string;
  readonly notes: readonly Note[];
  readonly description?: string;
  readonly owner?: string;
  /** Absent: by hand only, and the file says the time in a comment if `disabledCron` is given. */
  readonly cron?: string;
  readonly disabledCron?: string;
  readonly timezone: string;
  readonly oneAtATime: boolean;
  readonly env: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
  readonly task: string;
  readonly run: string;
  readonly shell: string;
  readonly timeoutMs?: number;
  readonly workingDirectory?: string;
}

const width = 110;

/** The text of a pipeline file. Same job, same bytes; what is to be checked stands at its top. */
export function pipelineText(job: ImportedJob): string {
  return [
    `# yaml-language-server: $schema=${pipelineSchemaAddress}`,
    `# ${job.origin}`,
    ...notesText(job.notes),
    ...(job.description === undefined ? [] : [`description: ${yamlText(job.description)}`]),
    ...(job.owner === undefined ? [] : [`owner: ${yamlText(job.owner)}`]),
    ...scheduleText(job),
    ...(job.oneAtATime ? ['max-active-runs: 1'] : []),
    ...envText(job.env),
    ...(job.secrets.length === 0 ? [] : [`secrets: [${job.secrets.map(yamlKey).join(', ')}]`]),
    ...taskText(job),
    '',
  ].join('\n');
}

function notesText(notes: readonly Note[]): readonly string[] {
  if (notes.length === 0) return [];
  return ['#', '# To check:', ...notes.flatMap(({ about, text }) => wrapped(`${about}: ${text}`))];
}

function wrapped(text: string): readonly string[] {
  const lines: string[] = [];
  let line = '# -';
  for (const word of text.split(' ')) {
    if (line.length + word.length >= width && line.length > 4) {
      lines.push(line);
      line = '#  ';
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}

function scheduleText({ cron, disabledCron, timezone }: ImportedJob): readonly string[] {
  const on = (time: string): string => `on: { schedule: [{ cron: ${JSON.stringify(time)}, timezone: ${timezone} }] }`;
  if (cron !== undefined) return [on(cron)];
  return disabledCron === undefined ? [] : [`# ${on(disabledCron)}`];
}

function envText(env: Readonly<Record<string, string>>): readonly string[] {
  const entries = Object.entries(env);
  if (entries.length === 0) return [];
  return ['env:', ...entries.map(([name, value]) => `  ${yamlKey(name)}: ${yamlText(escaped(value))}`)];
}

function taskText({ task, run, shell, timeoutMs, workingDirectory }: ImportedJob): readonly string[] {
  return [
    'tasks:',
    `  ${yamlKey(task)}:`,
    ...yamlBlock('    run:', escaped(run)),
    `    shell: ${yamlText(shell)}`,
    ...(timeoutMs === undefined ? [] : [`    timeout: ${writeDuration(timeoutMs)}`]),
    ...(workingDirectory === undefined ? [] : [`    working-directory: ${yamlText(escaped(workingDirectory))}`]),
  ];
}

/** What Segue would take for an expression stands for itself. */
function escaped(text: string): string {
  const open = `$${'{{'}`;
  return text.replaceAll(open, () => `${open} '${open}' }}`);
}
