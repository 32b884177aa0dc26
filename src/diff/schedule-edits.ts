import type { Cron } from '../model/pipeline.ts';
import type { PipelineEdit } from './change.ts';
import { isSame } from './same.ts';

const parts: readonly (keyof Cron)[] = ['cron', 'timezone', 'start', 'end'];

/**
 * Lines of a schedule that came, went or changed. Their order says nothing, nor do spaces within a cron. Of lines that differ, those
 * with the most in common are the same line, changed; with nothing in common they are two.
 */
export function scheduleEdits(before: readonly Cron[], after: readonly Cron[]): readonly PipelineEdit[] {
  const old = before.filter((fire) => !after.some((each) => differing(fire, each).length === 0));
  const come = after.filter((fire) => !before.some((each) => differing(fire, each).length === 0));
  const pairs = new Map<Cron, Cron>();
  for (let least = 1; least < parts.length; least += 1) {
    for (const fire of come) {
      const partner = old.find((each) => !pairs.has(each) && differing(each, fire).length === least);
      if (partner !== undefined && ![...pairs.values()].includes(fire)) pairs.set(partner, fire);
    }
  }
  // One line that became another is one change, whatever it was before.
  const [only, now] = [old[0], come[0]];
  if (old.length === 1 && come.length === 1 && only !== undefined && now !== undefined) pairs.set(only, now);
  return [
    ...old.filter((fire) => !pairs.has(fire)).map((fire) => ({ kind: 'schedule-removed', fire }) as const),
    ...[...pairs].map(([from, to]) => changed(from, to)),
    ...come
      .filter((fire) => ![...pairs.values()].includes(fire))
      .map((fire) => ({ kind: 'schedule-added', fire }) as const),
  ];
}

function changed(before: Cron, after: Cron): PipelineEdit {
  return { kind: 'schedule-changed', before, after, parts: differing(before, after) };
}

function differing(before: Cron, after: Cron): readonly (keyof Cron)[] {
  return parts.filter((part) => !isSame(plain(before[part]), plain(after[part])));
}

function plain(text: string | undefined): string | undefined {
  return text?.trim().replaceAll(/\s+/g, ' ');
}
