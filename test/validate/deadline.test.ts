import { describe, expect, test } from 'vitest';
import { defaultSettings } from '../../src/model/settings.ts';
import { validateFile } from '../../src/validate/validate.ts';
import fc from '../support/seeded-fast-check.ts';

interface Case {
  readonly crons: readonly string[];
  readonly deadline: string;
  readonly timeout: string;
  readonly timezone?: string;
}

function warnings({ crons, deadline, timeout, timezone = 'Europe/Paris' }: Case): readonly string[] {
  const schedule = crons.map((cron) => `{ cron: "${cron}", timezone: ${timezone} }`).join(', ');
  const content = `
on: { schedule: [${schedule}] }
deadline: { ${deadline} }
defaults: { timeout: ${timeout} }
tasks:
  a: { run: x }
  b: { needs: a, run: x }
  aside: { run: x }
`;
  const { diagnostics } = validateFile({ file: 'pipelines/a.yml', content }, defaultSettings);
  return diagnostics.filter(({ code }) => code === 'SG304').map(({ message }) => message);
}

describe('a deadline', () => {
  test('counts the longest path, not all tasks', () => {
    expect(warnings({ crons: ['0 5 * * *'], deadline: 'after: 60m', timeout: '30m' })).toEqual([]);
    expect(warnings({ crons: ['0 5 * * *'], deadline: 'after: 59m', timeout: '30m' })).toEqual([
      'the deadline leaves 59 min, but one attempt each of `a` → `b` may take 1 h',
    ]);
  });

  test('goes over midnight', () => {
    expect(warnings({ crons: ['30 23 * * *'], deadline: 'by: "00:30"', timeout: '30m' })).toEqual([]);
    expect(warnings({ crons: ['30 23 * * *'], deadline: 'by: "00:29"', timeout: '30m' })).toHaveLength(1);
  });

  test('is judged for the tightest of several crons', () => {
    expect(warnings({ crons: ['0 1 * * *', '30 6 * * *'], deadline: 'by: "07:00"', timeout: '30m' })).toEqual([
      'the deadline leaves 30 min, but one attempt each of `a` → `b` may take 1 h',
    ]);
  });

  test('of a pipeline without a schedule has no start to count from', () => {
    expect(warnings({ crons: [], deadline: 'by: "07:00"', timeout: '7d' })).toEqual([]);
  });

  test('is left alone when its cron cannot be read', () => {
    expect(warnings({ crons: ['* 99 * * *'], deadline: 'by: "07:00"', timeout: '7d' })).toEqual([]);
  });

  test('is the same whether the hour is written as a number or as a list that the calendar must answer', () => {
    const time = fc.record({ hour: fc.nat(23), minute: fc.nat(59), by: fc.nat(23), byMinute: fc.nat(59) });
    fc.assert(
      fc.property(time, fc.integer({ min: 1, max: 1500 }), ({ hour, minute, by, byMinute }, timeout) => {
        const two = (value: number) => String(value).padStart(2, '0');
        const deadline = `by: "${two(by)}:${two(byMinute)}"`;
        const plain = warnings({ crons: [`${minute} ${hour} * * *`], deadline, timeout: `${timeout}m` });
        const asked = warnings({ crons: [`${minute} ${hour}-${hour} * * *`], deadline, timeout: `${timeout}m` });
        expect(plain).toEqual(asked);
      }),
      { numRuns: 50 },
    );
  });
});
