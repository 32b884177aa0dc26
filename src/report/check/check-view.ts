import type { Pipeline } from '../../model/pipeline.ts';
import type { RunDocument } from '../../run/document.ts';
import type { RepositoryFiles } from '../issue/repository-path.ts';

/** All that the page of a run's check is made of. Values only: the page of the same view is the same, byte for byte. */
export interface CheckView {
  readonly run: RunDocument;
  /** As it is at the run's commit. */
  readonly pipeline: Pipeline;
  /** Epoch milliseconds; only what still runs is measured by it. */
  readonly now: number;
  /** Median duration by task from the run's own history, in milliseconds. */
  readonly usualMs: Readonly<Record<string, number>>;
  /** The line of each task's key in the pipeline's file, counted from 1. */
  readonly taskLines: Readonly<Record<string, number>>;
  /** The files of the repository at the run's commit: a log that names one is linked to it. */
  readonly files: Pick<RepositoryFiles, 'has' | 'root'>;
  /** Address of the repository's page, e.g. `https://github.com/acme/etl`. */
  readonly repository?: string;
  /** The job that ran it. */
  readonly jobUrl?: string;
  /** The issue that this failure is told in. */
  readonly incident?: { readonly number: number; readonly url: string };
}

/** Where a task begins in its pipeline's file; its id may be a word that every object knows. */
export function lineOfTask(task: string, lines: CheckView['taskLines']): number | undefined {
  return Object.hasOwn(lines, task) ? lines[task] : undefined;
}
