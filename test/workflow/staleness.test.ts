import { describe, expect, test } from 'vitest';
import { lineDifference } from '../../src/diagnostic/line-difference.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import { workflowMark, workflowStaleness } from '../../src/workflow/staleness.ts';
import { workflowText } from '../../src/workflow/workflow-text.ts';
import { pipelineOf, taskOf } from '../support/builders.ts';
import fc from '../support/seeded-fast-check.ts';

const wanted = workflowText([], defaultSettings);

describe('a workflow', () => {
  test('is current if it is the same, however its lines end', () => {
    expect(workflowStaleness(wanted, wanted)).toBeUndefined();
    expect(workflowStaleness(wanted.replaceAll('\n', '\r\n'), wanted)).toBeUndefined();
    expect(workflowStaleness(`\ufeff${wanted}`, wanted)).toBeUndefined();
  });

  test('begins with the mark by which Segue knows its own', () => {
    expect(wanted.startsWith(workflowMark)).toBe(true);
    expect(workflowStaleness('name: Mine\n', wanted)).toEqual({ kind: 'foreign' });
    expect(workflowStaleness(undefined, wanted)).toEqual({ kind: 'absent' });
  });

  test('is stale where a cron has changed, and only there', () => {
    const schedule = [{ cron: '0 5 * * *', timezone: 'Europe/Paris' }];
    const now = workflowText([pipelineOf([taskOf('a')], { on: { schedule, after: [] } })], {
      ...defaultSettings,
      wake: { offPeak: false, extra: 0, leadMs: 0 },
    });
    const before = now.replace('0 5', '0 6');
    expect(workflowStaleness(before, now)).toEqual({
      kind: 'stale',
      difference: [
        '@@ line 5 @@',
        ' on:',
        '   schedule:',
        '-    - cron: "0 6 * * *"',
        '+    - cron: "0 5 * * *"',
        '       timezone: Europe/Paris',
        '   workflow_dispatch:',
      ],
    });
  });
});

const lines = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 }).map((each) => each.join('\n'));

test('what goes and what comes makes one text the other', () => {
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const difference = lineDifference(before, after);
      expect(difference.length === 0).toBe(before === after);
      expect(apply(before, difference)).toBe(after);
    }),
    { numRuns: 500 },
  );
});

test('long texts without anything in common are told apart in no time', () => {
  const [old, now] = ['x', 'y'].map((each) => Array.from({ length: 20_000 }, (_, line) => `${each}${line}`).join('\n'));
  expect(lineDifference(old ?? '', now ?? '')).toHaveLength(40_000);
});

/** What `patch` does: hunks say at which line of the new text they begin. */
function apply(old: string, difference: readonly string[]): string {
  const rest = old.split('\n');
  const result: string[] = [];
  for (const line of difference) {
    const start = /^@@ line (\d+) @@$/.exec(line)?.[1];
    if (start !== undefined) result.push(...rest.splice(0, Number(start) - 1 - result.length));
    else if (line.startsWith('+')) result.push(line.slice(1));
    else {
      expect(rest.shift()).toBe(line.slice(1));
      if (line.startsWith(' ')) result.push(line.slice(1));
    }
  }
  return [...result, ...rest].join('\n');
}
