import { readFileSync } from 'node:fs';
import type { Variables } from '../process/environment.ts';
import { integer, object, type Shape, ShapeError, text } from '../store/codec/shape.ts';
import type { MergeGroup } from '../workspace/review/review-merge-group.ts';

const pullShape = object({ pull_request: object({ number: integer(1, Number.MAX_SAFE_INTEGER) }) });
const commit = text(64, /^[0-9a-f]{40,64}$/);
const groupShape = object({ merge_group: object({ head_sha: commit, base_sha: commit, base_ref: text(1_000) }) });

/** What woke a job that is to say whether something may be merged. */
export type PullEvent =
  | {
      readonly kind: 'pull';
      readonly number: number;
      /** Whether the checkout may be of the base: then it says nothing of what is proposed. */
      readonly isOfBase: boolean;
    }
  | ({ readonly kind: 'merge-group' } & MergeGroup);

/** Absent if something else woke this job, or the runner does not say what. */
export function readPullEvent(variables: Variables): PullEvent | undefined {
  const { GITHUB_EVENT_NAME: event = '', GITHUB_EVENT_PATH: path = '' } = variables;
  switch (event) {
    case 'pull_request':
    case 'pull_request_review':
    case 'pull_request_target': {
      const read = readEvent(path, pullShape);
      const isOfBase = event === 'pull_request_target';
      return read && { kind: 'pull', number: read.pull_request.number, isOfBase };
    }
    case 'merge_group': {
      const { head_sha: head, base_sha: base, base_ref: ref } = readEvent(path, groupShape)?.merge_group ?? {};
      if (head === undefined || base === undefined || ref === undefined) return undefined;
      return { kind: 'merge-group', head, base, branch: ref.replace(/^refs\/heads\//, '') };
    }
    default:
      return undefined;
  }
}

function readEvent<T>(path: string, shape: Shape<T>): T | undefined {
  if (path === '') return undefined;
  try {
    return shape(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    if (error instanceof ShapeError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
