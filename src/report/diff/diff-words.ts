import { lineDifference } from '../../diagnostic/line-difference.ts';
import type { EnvEdit, PipelineEdit, TaskEdit } from '../../diff/change.ts';
import type { SettingChange } from '../../diff/setting-change.ts';
import { writeDuration } from '../../model/duration.ts';
import type { Cron, Deadline, Param } from '../../model/pipeline.ts';
import { unreachable } from '../../run/states.ts';
import { findSecrets, redact } from '../../validate/secret-shapes.ts';

/** One edit in words, the same on pages and in the terminal. Texts of others are in it as they are: who shows it makes them safe. */
export interface EditWords {
  readonly mark: '+' | '-' | '~';
  readonly text: string;
  /** Lines of a text that changed, with `-`, `+` or a space before each. */
  readonly lines?: readonly string[];
}

/** What was done to a pipeline. */
export function pipelineEditWords(edit: PipelineEdit): EditWords {
  switch (edit.kind) {
    case 'value':
      return valueWords(edit.field, edit.before, edit.after);
    case 'schedule-added':
      return { mark: '+', text: `schedule ${cronText(edit.fire)}` };
    case 'schedule-removed':
      return { mark: '-', text: `schedule ${cronText(edit.fire)}` };
    case 'schedule-changed':
      return { mark: '~', text: `schedule ${cronText(edit.before)} → ${cronText(edit.after)}` };
    case 'after-added':
      return { mark: '+', text: `comes after ${edit.pipeline}` };
    case 'after-removed':
      return { mark: '-', text: `comes after ${edit.pipeline}` };
    case 'param-added':
      return { mark: '+', text: `param ${edit.name}: ${paramText(edit.param)}` };
    case 'param-removed':
      return { mark: '-', text: `param ${edit.name}` };
    case 'param-changed':
      return { mark: '~', text: `param ${edit.name}: ${paramText(edit.before)} → ${paramText(edit.after)}` };
    case 'secret-added':
      return { mark: '+', text: `secret ${edit.name}` };
    case 'secret-removed':
      return { mark: '-', text: `secret ${edit.name}` };
    default:
      return unreachable(edit);
  }
}

/** What was done to a task. */
export function taskEditWords(edit: TaskEdit): EditWords {
  switch (edit.kind) {
    case 'value':
      return valueWords(edit.field, edit.before, edit.after);
    case 'retries':
      return valueWords(edit.part === 'limit' ? 'retries' : `retries.${edit.part}`, edit.before, edit.after);
    case 'renamed':
      return { mark: '~', text: `was ${edit.from} (${percent(edit.likeness)} the same)` };
    case 'moved':
      return { mark: '~', text: `stands at place ${edit.after + 1} of the file, not at ${edit.before + 1}` };
    case 'command':
      return { mark: '~', text: 'command', lines: commandLines(edit.before, edit.after) };
    case 'edge-added':
      return { mark: '+', text: `needs ${edit.need}` };
    case 'edge-removed':
      return { mark: '-', text: `needs ${edit.need}` };
    case 'env-added':
    case 'env-removed':
    case 'env-changed':
      return envWords(edit);
    case 'file':
      return fileWords(edit);
    default:
      return unreachable(edit);
  }
}

/** What was done to `.github/segue.yml`. */
export function settingWords(change: SettingChange): EditWords {
  if (change.kind === 'setting') {
    if (change.before === undefined && change.after === undefined) return { mark: '~', text: change.key };
    return valueWords(change.key, change.before, change.after);
  }
  const mark = change.what === 'added' ? '+' : change.what === 'removed' ? '-' : '~';
  const parts = change.what === 'changed' ? `: ${change.parts.join(', ')}` : '';
  const reach = change.reaches.length === 0 ? '' : `, used by ${change.reaches.join(', ')}`;
  return { mark, text: `${change.key} ${change.name}${parts}${reach}` };
}

/** `97 %`; nothing is rounded up to all. */
export function percent(likeness: number): string {
  return `${Math.floor(likeness * 100)}%`;
}

export function cronText({ cron, timezone, start, end }: Cron): string {
  const from = start === undefined ? '' : ` from ${start}`;
  return `${cron} ${timezone}${from}${end === undefined ? '' : ` until ${end}`}`;
}

function valueWords(field: string, before: unknown, after: unknown): EditWords {
  const name = field.replace(/Ms$/, '').replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  if (before === undefined) return { mark: '+', text: `${name} ${valueText(field, after)}` };
  if (after === undefined) return { mark: '-', text: `${name} ${valueText(field, before)}` };
  return { mark: '~', text: `${name} ${valueText(field, before)} → ${valueText(field, after)}` };
}

function valueText(field: string, value: unknown): string {
  if (typeof value === 'number' && field.endsWith('Ms')) return writeDuration(value);
  if (field === 'deadline') return deadlineText(value as Deadline);
  if (Array.isArray(value)) return `[${value.join(', ')}]`;
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

function deadlineText(deadline: Deadline): string {
  return 'by' in deadline ? `by ${deadline.by} ${deadline.timezone}` : `after ${writeDuration(deadline.afterMs)}`;
}

function paramText({ type, default: value, enum: values, description }: Param): string {
  const choice = values === undefined ? '' : ` of ${values.join(', ')}`;
  const about = description === undefined ? '' : ` (${description})`;
  return `${type}${choice}${value === undefined ? ', required' : ` = ${String(value)}`}${about}`;
}

function envWords({ kind, name, before, after, hidden }: EnvEdit): EditWords {
  const mark = kind === 'env-added' ? '+' : kind === 'env-removed' ? '-' : '~';
  const value = hidden ? '(not shown)' : [before, after].filter((each) => each !== undefined).join(' → ');
  return { mark, text: `env ${name} ${value}`.trimEnd() };
}

function fileWords({ path, before, after }: Extract<TaskEdit, { kind: 'file' }>): EditWords {
  const mark = before === undefined ? '+' : after === undefined ? '-' : '~';
  return { mark, text: `runs ${path}, which ${mark === '+' ? 'is new' : mark === '-' ? 'is gone' : 'has changed'}` };
}

/** What looks like a credential is not shown, although the command holds it. */
function commandLines(before: string, after: string): readonly string[] {
  return lineDifference(withoutSecrets(before), withoutSecrets(after));
}

function withoutSecrets(text: string): string {
  return findSecrets(text).reduceRight(
    (rest, { start, end }) => `${rest.slice(0, start)}${redact(rest.slice(start, end))}${rest.slice(end)}`,
    text,
  );
}
