import { RequestError } from '@octokit/request-error';
import { describe, expect, test } from 'vitest';
import type { FailureKind } from '../../src/github/failure.ts';
import { KeptAnswers } from '../../src/github/kept-answers.ts';
import { hasMarker, markerOf, sameText, withMarker } from '../../src/github/marker.ts';
import { outcomeOf } from '../../src/github/outcome.ts';
import { Pace } from '../../src/github/pace.ts';
import { readFailure } from '../../src/github/read-failure.ts';
import { forgeLimits } from '../../src/report/forge/forge-limits.ts';
import fc from '../support/seeded-fast-check.ts';

function failed(status: number, message: string, headers: Record<string, string> = {}, more: object = {}): Error {
  const request = { method: 'POST' as const, url: 'https://api.github.com/', headers: {} };
  const response = { status, url: '', headers, data: { message, ...more } };
  return new RequestError(message, status, { request, response });
}

describe('what GitHub says', () => {
  const now = { date: 'Mon, 02 Mar 2026 05:00:00 GMT' };
  const soon = { ...now, 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1772427690' };
  test.each<[string, Error, FailureKind, number | undefined, boolean]>([
    ['a secondary limit', failed(403, 'You have exceeded a secondary rate limit.'), 'limited', undefined, false],
    ['its older name', failed(403, 'You have triggered an abuse detection mechanism.'), 'limited', undefined, false],
    ['one with a time', failed(403, 'no', { 'retry-after': '17' }), 'limited', 17_000, false],
    ['429 alone', failed(429, 'Too many'), 'limited', undefined, false],
    ['no requests left', failed(403, 'API rate limit exceeded', soon), 'limited', 91_000, false],
    ['a limit that is over', failed(429, 'x', { ...soon, 'x-ratelimit-reset': '1' }), 'limited', 1_000, false],
    ['a header that makes no sense', failed(429, 'x', { 'retry-after': 'later' }), 'limited', undefined, false],
    ['no permission', failed(403, 'Resource not accessible by integration'), 'refused', undefined, false],
    ['a bad token', failed(401, 'Bad credentials'), 'unknown-token', undefined, false],
    ['not found', failed(404, 'Not Found'), 'refused', undefined, false],
    ['a fault', failed(500, 'Server Error'), 'faulty', undefined, true],
    ['a gateway', failed(504, 'We could not respond in time'), 'faulty', undefined, true],
    ['a conflict', failed(409, 'Conflict'), 'faulty', undefined, false],
  ])('%s', (_, error, kind, afterMs, maybeDone) => {
    const failure = readFailure(error);
    expect({ ...failure, kind: failure.kind }).toMatchObject({ kind, afterMs, maybeDone });
  });

  test('why a body is not valid is told', () => {
    const errors = [{ resource: 'Issue', field: 'title', code: 'missing_field' }, 'too many', { message: 'no' }];
    const { message } = readFailure(failed(422, 'Validation Failed', {}, { errors }));
    expect(message).toBe('Validation Failed: Issue title missing_field: too many: no');
  });

  test('what is no answer of a request is a bug of ours', () => {
    const bug = new RangeError('a bug');
    expect(() => readFailure(bug)).toThrow(bug);
    expect(() => outcomeOf(bug)).toThrow(bug);
  });
});

describe('pace', () => {
  /** The most that any span of so many milliseconds holds. */
  function densest(times: readonly number[], spanMs: number): number {
    return Math.max(0, ...times.map((start) => times.filter((at) => at >= start && at < start + spanMs).length));
  }

  test('however writes come, no second, minute or hour holds more than GitHub advises', () => {
    const gaps = fc.array(fc.oneof(fc.nat(50), fc.nat(3_000), fc.nat(120_000)), { minLength: 1, maxLength: 700 });
    fc.assert(
      fc.property(gaps, (pauses) => {
        const pace = new Pace();
        const sent: number[] = [];
        let now = 5_000;
        for (const pause of pauses) {
          now += pause;
          now += pace.wait(now, true);
          pace.wrote(now);
          sent.push(now);
        }
        expect(densest(sent, forgeLimits.writeGapMs)).toBe(1);
        expect(densest(sent, 60_000)).toBeLessThanOrEqual(forgeLimits.contentPerMinute);
        expect(densest(sent, 3_600_000)).toBeLessThanOrEqual(forgeLimits.contentPerHour);
      }),
      { numRuns: 30 },
    );
  });

  test('reading waits for silence alone, and writing no longer than it must', () => {
    const pace = new Pace();
    pace.wrote(1_000);
    expect([pace.wait(1_000, false), pace.wait(1_000, true), pace.wait(2_000, true)]).toEqual([0, 1_000, 0]);
    pace.beSilent(2_000, 60_000);
    pace.beSilent(2_000, 10);
    expect([pace.wait(2_500, false), pace.wait(2_500, true), pace.wait(62_000, false)]).toEqual([59_500, 59_500, 0]);
  });
});

describe('marker', () => {
  const key = fc.stringMatching(/^[A-Za-z0-9./:-]{1,60}$/);

  test('what has been marked is known by its key alone', () => {
    fc.assert(
      fc.property(key, key, fc.string(), (mine, other, body) => {
        const marked = withMarker(mine, body);
        expect(hasMarker(mine, marked)).toBe(true);
        expect(hasMarker(mine, marked.replaceAll('\n', '\r\n'))).toBe(true);
        expect(hasMarker(other, marked)).toBe(mine === other);
        expect(hasMarker(mine, `x${marked}`)).toBe(false);
        expect(sameText(marked, `${marked.replaceAll('\n', '\r\n')}\r\n`)).toBe(true);
      }),
    );
  });

  test.each(['', 'a b', 'a>b', 'a\nb', 'a_b', 'ü'])('%j cannot be a key', (bad) => {
    expect(() => markerOf(bad)).toThrow(TypeError);
  });
});

test('kept answers are bounded, and the one used longest ago goes first', () => {
  const kept = new KeptAnswers();
  const text = 'x'.repeat(1_500_000);
  for (const url of ['a', 'b']) kept.keep(url, { etag: url, text });
  kept.find('a');
  kept.keep('c', { etag: 'c', text });
  expect(['a', 'b', 'c'].map((url) => kept.find(url)?.etag)).toEqual(['a', undefined, 'c']);
});
