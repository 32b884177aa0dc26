import { expect, test } from 'vitest';
import { storedLogsLines } from '../../src/report/run/stored-logs-text.ts';

const now = Date.parse('2026-03-02T08:00:07Z');
const page = 'https://github.com/acme/data/actions';
const first = { storedAt: '2026-03-02T04:00:07Z', page: `${page}/runs/1` };
const second = { storedAt: '2026-03-02T05:00:07Z', page: `${page}/runs/2` };

test.each([
  [{ stored: [], goesOn: false }, []],
  [{ stored: [], goesOn: true }, []],
  [{ stored: [], goesOn: false, page }, []],
  [{ stored: [first], goesOn: false, page }, [`Stored 4 h ago, 2026-03-02 04:00:07 UTC, by ${page}/runs/1`]],
  [
    { stored: [second, first, second], goesOn: false, page },
    [`Stored 3 h ago, 2026-03-02 05:00:07 UTC, by ${page}/runs/2, ${page}/runs/1`],
  ],
  [
    { stored: [second], goesOn: true, page },
    [
      `Stored 3 h ago, 2026-03-02 05:00:07 UTC, by ${page}/runs/2`,
      `The run goes on: what its tasks print now is in the log of its job, ${page}/runs/2`,
    ],
  ],
  [{ stored: [], goesOn: true, page }, [`The run goes on: what its tasks print now is in the log of its job, ${page}`]],
])('%j', (sources, lines) => {
  expect(storedLogsLines(sources, now)).toEqual(lines);
});

test('a clock that is ahead makes nothing younger than now', () => {
  const [line] = storedLogsLines({ stored: [{ ...first, storedAt: '2026-03-02T08:00:09Z' }], goesOn: false }, now);
  expect(line).toMatch(/^Stored just now/);
});
