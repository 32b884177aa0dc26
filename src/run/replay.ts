import type { RunDocument, TaskRecord } from './document.ts';
import type { JournalEntry } from './ports.ts';
import { isFinal, unreachable } from './states.ts';

/**
 * Rebuilds a run from its journal, over the newest stored document if there is one. A `document` with fewer actions than
 * what is known is from an earlier life of the run (a resume, a retry or a mark came after it): it is skipped with all
 * that follows it up to the next one. Within one life, records only go forward. So entries may be replayed again, or
 * over a document that already holds them, and nothing is undone.
 *
 * Gives `undefined` if neither the entries nor the store know the run.
 */
export function replay(entries: Iterable<JournalEntry>, stored?: RunDocument): RunDocument | undefined {
  let known = stored === undefined ? undefined : open(stored);
  let skipping = false;
  for (const entry of entries) {
    switch (entry.kind) {
      case 'document':
      case 'end':
        skipping = isPast(entry.document, known);
        if (!skipping) known = adopt(entry.document, known);
        break;
      case 'task':
        if (!skipping && known !== undefined) put(known, entry.task, entry.record);
        break;
      default:
        return unreachable(entry);
    }
  }
  return known === undefined ? undefined : close(known);
}

interface Known {
  readonly document: RunDocument;
  readonly tasks: Map<string, TaskRecord>;
}

function open(document: RunDocument): Known {
  return { document, tasks: new Map(Object.entries(document.tasks)) };
}

function close(known: Known): RunDocument {
  return { ...known.document, tasks: Object.fromEntries(inFileOrder(known.tasks)) };
}

function isPast(document: RunDocument, known: Known | undefined): boolean {
  if (known === undefined) return false;
  const actions = document.actions.length - known.document.actions.length;
  return actions < 0 || (actions === 0 && document.state === 'running' && known.document.state !== 'running');
}

function adopt(document: RunDocument, known: Known | undefined): Known {
  const adopted = open(document);
  const sameLife = known !== undefined && document.state === 'running' && sameActions(document, known.document);
  if (sameLife) for (const [task, record] of known.tasks) put(adopted, task, record);
  return adopted;
}

function sameActions(a: RunDocument, b: RunDocument): boolean {
  return a.actions.length === b.actions.length;
}

function put(known: Known, task: string, record: TaskRecord): void {
  const before = known.tasks.get(task);
  if (before === undefined || compareProgress(record, before) >= 0) known.tasks.set(task, record);
}

/** Attempts first, then what came of them; a difference below zero says that `a` is older than `b`. */
function compareProgress(a: TaskRecord, b: TaskRecord): number {
  const left = progress(a);
  const right = progress(b);
  for (const [index, value] of left.entries()) {
    const difference = value - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function progress(record: TaskRecord): readonly number[] {
  const last = record.attempts.at(-1);
  return [
    Number(record.mark !== undefined),
    Number(isFinal(record.state)),
    record.attempts.length,
    Number(last?.finishedAt !== undefined),
    Number(last?.group !== undefined),
    record.instances ?? -1,
  ];
}

/** Instances of a `foreach` task follow it, by index; a record that names no known task comes last. */
function inFileOrder(tasks: ReadonlyMap<string, TaskRecord>): readonly (readonly [string, TaskRecord])[] {
  const groups = new Map<string, [string, TaskRecord][]>();
  for (const [task, record] of tasks) {
    const group = instance(task)?.of ?? task;
    const members = groups.get(group);
    if (members === undefined) groups.set(group, [[task, record]]);
    else members.push([task, record]);
  }
  return [...groups.values()].flatMap((members) => members.sort(([a], [b]) => indexOf(a) - indexOf(b)));
}

function indexOf(task: string): number {
  return instance(task)?.index ?? -1;
}

function instance(task: string): { readonly of: string; readonly index: number } | undefined {
  if (!task.endsWith(']')) return undefined;
  const bracket = task.lastIndexOf('[');
  return { of: task.slice(0, bracket), index: Number(task.slice(bracket + 1, -1)) };
}
