import type { Pipeline, Task } from '../model/pipeline.ts';

/** How often each feature of something occurs. */
export type Features = ReadonlyMap<string, number>;

/**
 * How much of two things is the same, from 0 to 1: twice what they share over all that they have (Dice's coefficient over
 * multisets). Two that have nothing at all share nothing.
 */
export function likeness(a: Features, b: Features): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  let shared = 0;
  for (const [feature, count] of small) shared += Math.min(count, large.get(feature) ?? 0);
  const all = sizeOf(a) + sizeOf(b);
  return all === 0 ? 0 : (2 * shared) / all;
}

/** Of a task: the words of its command thrice, its shell, what it needs and what needs it. */
export function taskFeatures(task: Task, dependents: readonly string[]): Features {
  const words = task.run.split(/\s+/).filter((word) => word !== '');
  return count([
    ...words.flatMap((word) => [`word ${word}`, `word ${word}`, `word ${word}`]),
    `shell ${task.shell}`,
    ...task.needs.map((need) => `needs ${need}`),
    ...dependents.map((dependent) => `for ${dependent}`),
  ]);
}

/** Of a pipeline: its tasks' names, edges and lines of commands, and the lines of its schedule. */
export function pipelineFeatures({ tasks, on }: Pipeline): Features {
  return count([
    ...tasks.flatMap(({ id, needs, run }) => [
      `task ${id}`,
      ...needs.map((need) => `edge ${need} ${id}`),
      ...run.split('\n').flatMap((line) => (line.trim() === '' ? [] : [`line ${line.trim()}`])),
    ]),
    ...on.schedule.map(({ cron, timezone }) => `fire ${cron} ${timezone}`),
  ]);
}

function count(features: readonly string[]): Features {
  const counts = new Map<string, number>();
  for (const feature of features) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  return counts;
}

function sizeOf(features: Features): number {
  let size = 0;
  for (const each of features.values()) size += each;
  return size;
}
