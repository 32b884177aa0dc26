import { buildGraph, type Graph } from '../../dag/graph.ts';
import { countText } from '../../diagnostic/count-text.ts';
import { formatDuration } from '../../model/duration.ts';
import type { ProgressEvent } from '../../run/progress.ts';
import { isFinal } from '../../run/states.ts';
import type { Style } from '../text/ansi-style.ts';
import { cleanText, clipText, displayWidth } from '../text/ansi-width.ts';
import { type Remaining, remainingTime } from './progress-eta.ts';
import { layOutTree, type TreeRow } from './progress-layout.ts';
import { stoppingText } from './progress-plain.ts';
import { type ProgressState, parentOf, type TaskProgress } from './progress-state.ts';
import { describeTask, treeMark } from './progress-task.ts';
import { chooseRows } from './progress-window.ts';

export interface Screen {
  readonly columns: number;
  readonly rows: number;
}

const widestName = 48;
/** Columns that are left for what stands behind the names, also where the terminal is narrow. */
const leftForText = 24;

/** Draws the live tree of one run. The layout is computed once; a frame depends on the state, the time and the screen. */
export class ProgressTree {
  readonly #style: Style;
  readonly #rows: readonly TreeRow[];
  readonly #graph: Graph;
  readonly #nameWidth: number;

  constructor(started: ProgressEvent & { event: 'run-started' }, style: Style) {
    const shown = started.tasks.filter(({ task, state }) => parentOf(task) === undefined && state !== 'excluded');
    this.#style = style;
    this.#graph = buildGraph(shown.map(({ task, needs }) => ({ id: task, needs })));
    this.#rows = layOutTree(this.#graph);
    const widths = this.#rows.map(({ task, guides }) => guides.length + displayWidth(cleanText(task)));
    this.#nameWidth = Math.min(
      widestName,
      widths.reduce((most, width) => Math.max(most, width), 0),
    );
  }

  /** The frame's lines, never more than the screen has rows, never wider than its columns. */
  frame(progress: ProgressState, now: number, screen: Screen): string[] {
    const footer = progress.finished === undefined ? [this.#summary(progress, now)] : [];
    if (progress.stopping !== undefined && progress.finished === undefined) {
      footer.push(stoppingText(progress.stopping, this.#style));
    }
    const rows = Math.max(1, screen.rows - footer.length - 2);
    const nameWidth = Math.min(this.#nameWidth, Math.max(leftForText / 2, screen.columns - leftForText));
    const lines = [...this.#taskLines(progress, now, rows, nameWidth), ...footer];
    return lines.map((line) => clipText(line, Math.max(1, screen.columns - 1)));
  }

  #taskLines(progress: ProgressState, now: number, room: number, nameWidth: number): string[] {
    const states = this.#rows.map(({ task }) => progress.tasks.get(task)?.state ?? 'none');
    const whole = states.length <= room;
    const chosen = chooseRows(states, room - 1);
    const lines = (whole ? this.#rows : chosen.map((index) => this.#rows[index])).map((row) =>
      row === undefined ? '' : this.#line(whole ? row : { ...row, guides: '' }, progress, now, nameWidth),
    );
    if (!whole) lines.push(this.#style.muted(`… and ${countText(states.length - chosen.length)} more`));
    return lines;
  }

  #line({ task: id, guides }: TreeRow, progress: ProgressState, now: number, nameWidth: number): string {
    const task = progress.tasks.get(id);
    const name = clipText(cleanText(id), Math.max(4, nameWidth - guides.length));
    const gap = ' '.repeat(Math.max(0, nameWidth - guides.length - displayWidth(name)) + 2);
    if (task === undefined) return `${guides}${name}`;
    const text = describeTask(task, progress, now, this.#style);
    const shown = paintName(task, name, this.#style);
    return `${this.#style.muted(guides)}${treeMark(task, now, this.#style)} ${shown}${text === '' ? '' : gap}${text}`;
  }

  #summary(progress: ProgressState, now: number): string {
    const { total, done, running, failed } = progress.counts();
    const parts = [`${done} of ${total} done`];
    if (running > 0) parts.push(`${running} running`);
    if (failed > 0) parts.push(this.#style.failure(`${failed} failed`));
    parts.push(formatDuration(Math.max(0, now - progress.startedAt)));
    const left = failed > 0 || done === total ? undefined : remainingTime(progress.tasks, this.#graph, now);
    if (left !== undefined) parts.push(leftText(left));
    return this.#style.muted(parts.join(' · '));
  }
}

function paintName(task: TaskProgress, name: string, style: Style): string {
  if (task.state === 'running') return style.strong(name);
  if (task.state === 'failed') return task.tolerated ? style.warning(name) : style.failure(name);
  return isFinal(task.state) && task.state === 'success' ? name : style.muted(name);
}

function leftText({ ms, atLeast }: Remaining): string {
  if (atLeast) return `at least ${formatDuration(roundEta(Math.max(1000, ms)))} left`;
  return ms < 1000 ? 'nearly done' : `about ${formatDuration(roundEta(ms))} left`;
}

/** An estimate is not told to the second, lest it seem exact. */
function roundEta(ms: number): number {
  const step = ms < 60_000 ? 1000 : ms < 600_000 ? 10_000 : 60_000;
  return Math.round(ms / step) * step;
}
