import { formatDuration } from '../../model/duration.ts';
import type { ProgressEvent } from '../../run/progress.ts';
import { unreachable } from '../../run/states.ts';
import { countOf, outcomeText, reasonText, stateText, taskMark } from '../run/run-words.ts';
import type { Style } from '../text/ansi-style.ts';
import { cleanText, displayWidth, padText } from '../text/ansi-width.ts';
import { nameList } from '../text/name-list.ts';
import { formatInterval } from '../text/time-text.ts';

type Finished = ProgressEvent & { event: 'task-finished' };

const widestPrefix = 24;

export interface PlainProgressOptions {
  readonly style: Style;
  /** `verbose` also prints what the tasks print. */
  readonly output: 'shown' | 'hidden';
}

/**
 * A run as lines that are only ever appended, for logs and pipes: one for each change. What did not run because of the
 * same failure is told once, not task by task: such lines are held back until something else happens.
 */
export class PlainProgress {
  readonly #style: Style;
  readonly #output: PlainProgressOptions['output'];
  #prefixWidth = 0;
  #held: Finished[] = [];

  constructor(options: PlainProgressOptions) {
    this.#style = options.style;
    this.#output = options.output;
  }

  /** The lines to append; none for an event that readers need not see. */
  lines(event: ProgressEvent): string[] {
    if (isConsequence(event)) {
      const earlier = this.#held.length > 0 && !sameReason(this.#held[0], event) ? this.#release() : [];
      this.#held.push(event);
      return earlier;
    }
    return [...this.#release(), ...this.#tell(event)];
  }

  #tell(event: ProgressEvent): string[] {
    switch (event.event) {
      case 'run-started':
        this.#prefixWidth = event.tasks.reduce((width, { task }) => Math.max(width, displayWidth(cleanText(task))), 0);
        this.#prefixWidth = Math.min(widestPrefix, this.#prefixWidth);
        return startLines(event, this.#style);
      case 'notice':
        return [`${this.#style.warning('!')} ${cleanText(event.message)}`];
      case 'task-started':
        return [`${taskMark('running', this.#style)} ${cleanText(event.task)} started${attemptText(event)}`];
      case 'task-output':
        return this.#output === 'shown' ? [outputLine(event.task, event.line, this.#prefixWidth, this.#style)] : [];
      case 'task-retrying':
        return [this.#retryLine(event)];
      case 'task-expanded':
        return [`  ${cleanText(event.task)} expands to ${countOf(event.instances.length, 'instance')}`];
      case 'task-finished':
        return [this.#finishLine(event)];
      case 'stopping':
        return [event.isTimeOver ? this.#style.warning(timeOverText) : stoppingText(event.how, this.#style)];
      case 'run-finished':
        return [];
      default:
        return unreachable(event);
    }
  }

  #retryLine(event: ProgressEvent & { event: 'task-retrying' }): string {
    const wait = formatDuration(Math.max(0, Date.parse(event.until) - Date.parse(event.at)));
    const what = `${outcomeText(event.outcome)}${attemptText(event)}, again in ${wait}`;
    return `${taskMark('up_for_retry', this.#style)} ${cleanText(event.task)} ${what}`;
  }

  #finishLine(event: Finished): string {
    const mark = taskMark(event.state, this.#style, event.tolerated);
    const why =
      event.state === 'success'
        ? ''
        : event.outcome !== undefined
          ? `: ${outcomeText(event.outcome)}${attemptText(event)}`
          : event.reason !== undefined
            ? `: ${reasonText(event.reason)}`
            : '';
    const took = event.durationMs === undefined ? '' : this.#style.muted(` (${formatDuration(event.durationMs)})`);
    return `${mark} ${cleanText(event.task)} ${stateText(event.state, event.tolerated)}${why}${took}`;
  }

  #release(): string[] {
    const held = this.#held;
    this.#held = [];
    const [first] = held;
    if (first === undefined) return [];
    if (held.length === 1) return [this.#finishLine(first)];
    const why = first.reason === undefined ? '' : `: ${reasonText(first.reason)}`;
    const names = nameList(held.map(({ task }) => task));
    return [`${taskMark(first.state, this.#style)} ${names} ${stateText(first.state)}${why}`];
  }
}

/** A line of a task's output with its task in front; escape sequences that are not colours are removed. */
export function outputLine(task: string, line: string, width: number, style: Style): string {
  const text = cleanText(line, style.strong('x') === 'x' ? 'dropped' : 'kept');
  return `${style.muted(`${padText(cleanText(task), width)} |`)} ${text}`;
}

const timeOverText = 'The job has no time left: what still runs is asked to end, and runs again in the next one.';

/** What a person reads after Ctrl-C. */
export function stoppingText(how: 'term' | 'kill', style: Style): string {
  return style.warning(
    how === 'term'
      ? 'Stopping: no new task starts, running ones are asked to end. Once more kills them.'
      : 'Killing what still runs.',
  );
}

function startLines(event: ProgressEvent & { event: 'run-started' }, style: Style): string[] {
  const how = event.continues === undefined ? '' : ` (${event.continues})`;
  const where = event.environment === 'local' ? '' : ` · ${event.environment}`;
  const commit = ` · commit ${event.commit.slice(0, 7)}`;
  const interval = event.interval === undefined ? '' : ` · ${formatInterval(event.interval)}`;
  const head = `${style.strong(cleanText(event.pipeline))}${how}  run ${style.command(event.run)}`;
  const lines = [`${head}${style.muted(`${where}${commit}${interval}`)}`];
  const kept = event.tasks.filter(({ state }) => state === 'success').map(({ task }) => task);
  const excluded = event.tasks.filter(({ state }) => state === 'excluded').map(({ task }) => task);
  if (kept.length > 0) lines.push(style.muted(`  kept: ${nameList(kept, 10)}`));
  if (excluded.length > 0) lines.push(style.muted(`  not selected: ${nameList(excluded, 10)}`));
  return lines;
}

function attemptText(event: { readonly attempt?: number; readonly of?: number }): string {
  return event.of === undefined || event.of < 2 ? '' : `, attempt ${event.attempt} of ${event.of}`;
}

function isConsequence(event: ProgressEvent): event is Finished {
  return event.event === 'task-finished' && event.attempt === undefined && event.reason !== undefined;
}

function sameReason(a: Finished | undefined, b: Finished): boolean {
  return a?.state === b.state && JSON.stringify(a.reason) === JSON.stringify(b.reason);
}
