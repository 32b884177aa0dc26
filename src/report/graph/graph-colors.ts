import { type TaskState, unreachable } from '../../run/states.ts';
import type { EdgeChangeKind, TaskChangeKind } from './graph-task.ts';

/** Of a box: light enough for dark text on it, on light and on dark pages. */
export interface BoxColor {
  readonly fill: string;
  readonly line: string;
}

/** The same colours in every drawing that is not for a terminal. */
export function stateColor(state: TaskState): BoxColor {
  switch (state) {
    case 'success':
      return { fill: '#dafbe1', line: '#1a7f37' };
    case 'failed':
      return { fill: '#ffebe9', line: '#cf222e' };
    case 'upstream_failed':
      return { fill: '#fff1e5', line: '#bc4c00' };
    case 'running':
      return { fill: '#ddf4ff', line: '#0969da' };
    case 'up_for_retry':
    case 'cancelled':
      return { fill: '#fff8c5', line: '#9a6700' };
    case 'skipped':
    case 'excluded':
      return { fill: '#eaeef2', line: '#8c959f' };
    case 'none':
    case 'queued':
      return { fill: '#f6f8fa', line: '#57606a' };
    default:
      return unreachable(state);
  }
}

/** Of what a diff says of a task. */
export function changeColor(change: TaskChangeKind): BoxColor {
  switch (change) {
    case 'added':
      return { fill: '#dafbe1', line: '#1a7f37' };
    case 'removed':
      return { fill: '#ffebe9', line: '#cf222e' };
    case 'changed':
      return { fill: '#fff8c5', line: '#9a6700' };
    default:
      return unreachable(change);
  }
}

/** Of a line: neither too light for a light page nor too dark for a dark one. */
export function edgeColor(change: EdgeChangeKind): string {
  switch (change) {
    case 'added':
      return '#2da44e';
    case 'removed':
      return '#e5534b';
    default:
      return unreachable(change);
  }
}
