import type { RetryPolicy, Task } from '../model/pipeline.ts';
import { causeOf, inheritedKeys, inheritedRetries } from './cause.ts';
import type { RetryEdit, TaskEdit, TaskField } from './change.ts';
import { envEdits } from './env-edits.ts';
import { isSame, isSameSet, setDifference } from './same.ts';
import type { TaskPair } from './task-pair.ts';
import { present, valueEdits } from './value-edit.ts';

type Compare = (pair: TaskPair) => readonly TaskEdit[];

/** Every key of a task, and how it is compared: a new key does not compile before it stands here. */
const comparers: Readonly<Record<keyof Task, Compare>> = {
  // Which task it is has been decided before, and is told as a rename.
  id: () => [],
  name: whole('name'),
  needs: edgeEdits,
  run: commandEdits,
  shell: whole('shell'),
  env: envEdits,
  if: whole('if'),
  foreach: whole('foreach'),
  triggerRule: whole('triggerRule'),
  retries: retryEdits,
  timeoutMs: whole('timeoutMs'),
  pool: whole('pool'),
  continueOnError: whole('continueOnError'),
  workingDirectory: whole('workingDirectory'),
  artifacts: whole('artifacts', areSameArtifacts),
};

/** Keys of the normalised task that something compares. */
export const comparedTaskKeys = Object.keys(comparers);

/** What was done to a task, in the order of the keys above; the files that it names come last. */
export function taskEdits(pair: TaskPair): readonly TaskEdit[] {
  const own = pair.before === pair.after ? [] : Object.values(comparers).flatMap((compare) => compare(pair));
  return [...own, ...fileEdits(pair)];
}

function whole<Field extends TaskField>(
  field: Field,
  same?: (before: Task[Field], after: Task[Field]) => boolean,
): Compare {
  const cause = ({ old, now }: TaskPair) =>
    field in inheritedKeys ? causeOf(old, now, inheritedKeys[field as keyof typeof inheritedKeys]) : undefined;
  return (pair) => valueEdits(field, pair.before, pair.after, () => cause(pair), same) as readonly TaskEdit[];
}

/** An edge to a task that has a new name is the same edge. */
function edgeEdits({ before, after, renamed }: TaskPair): readonly TaskEdit[] {
  const { gone, come } = setDifference(
    before.needs.map((need) => renamed.get(need) ?? need),
    after.needs,
  );
  return [
    ...gone.map((need) => ({ kind: 'edge-removed', need }) as const),
    ...come.map((need) => ({ kind: 'edge-added', need }) as const),
  ];
}

/** White space at the end comes from how the text is written in YAML, and means nothing to a shell. */
function commandEdits({ before, after }: TaskPair): readonly TaskEdit[] {
  const [old, now] = [before.run.trimEnd(), after.run.trimEnd()];
  return old === now ? [] : [{ kind: 'command', before: old, after: now }];
}

function retryEdits({ before, after, old, now }: TaskPair): readonly TaskEdit[] {
  const parts = Object.keys(inheritedRetries) as (keyof RetryPolicy)[];
  return parts.flatMap((part) => {
    const [was, is] = [before.retries[part], after.retries[part]];
    if (isSame(was, is)) return [];
    const cause = present('cause', causeOf(old, now, inheritedRetries[part]));
    return [{ kind: 'retries', part, before: was, after: is, ...cause } as RetryEdit];
  });
}

function areSameArtifacts(before: Task['artifacts'], after: Task['artifacts']): boolean {
  return typeof before === 'object' && typeof after === 'object' ? isSameSet(before, after) : isSame(before, after);
}

/** Files that either side's text names. */
function fileEdits({ before, after, files }: TaskPair): readonly TaskEdit[] {
  const named = files.namedBy(hasSameText(before, after) ? [after] : [before, after]);
  return named.map((file) => ({ kind: 'file', ...file }) as const);
}

function hasSameText(before: Task, after: Task): boolean {
  const isPlaced = before.run === after.run && before.workingDirectory === after.workingDirectory;
  return isPlaced && isSame(before.env, after.env);
}
