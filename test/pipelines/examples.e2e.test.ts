import { describe, expect, it } from 'vitest';
import { exampleRepository } from './example-repository.ts';

describe('the example pipelines, run', () => {
  it('are all green, and each says where its results lie', () => {
    const { segue, read } = exampleRepository();
    const { status, output } = segue('run', 'etl', 'weather', 'flights');
    expect(output).toMatch(/✓ etl succeeded.*✓ weather succeeded.*✓ flights succeeded/s);
    expect(status).toBe(0);
    for (const path of output.match(/(?<=Results: .*)out\/\S+?\.(?:md|csv|svg|json|duckdb)/g) ?? []) {
      expect(read(path).length, path).toBeGreaterThan(100);
    }
    expect(output.match(/Results: out\/(\w+)/g)).toEqual([
      'Results: out/etl',
      'Results: out/weather',
      'Results: out/flights',
    ]);
  });

  it('weather gives the same bytes again for the same interval', () => {
    const { segue, read } = exampleRepository();
    const results = ['report.md', 'weather.svg', 'checks.json'];
    const make = () => {
      expect(segue('run', 'weather', '--interval', '2026-02-28').status).toBe(0);
      return results.map((name) => read(`out/weather/${name}`));
    };
    const first = make();
    expect(make()).toEqual(first);
    expect(first[0]).toContain('## On this day: February 28');
  });

  it('weather stops before the load if a check fails, and goes on from there once that is mended', () => {
    const { segue, states, edit } = exampleRepository();
    edit('pipelines/weather/checks.mjs', 'wind: [0, 250]', 'wind: [0, 12]');
    const { status, output } = segue('run', 'weather');
    expect(status).toBe(1);
    expect(output).toMatch(/wind is "[\d.]+", not a number from 0 to 12/);
    expect(states()).toEqual({
      ingest: 'success',
      validate: 'failed',
      load: 'upstream_failed',
      normals: 'upstream_failed',
      months: 'upstream_failed',
      'on-this-day': 'upstream_failed',
      chart: 'upstream_failed',
      report: 'upstream_failed',
    });
    edit('pipelines/weather/checks.mjs', 'wind: [0, 12]', 'wind: [0, 250]');
    const again = segue('retry');
    expect(again.status, again.output).toBe(0);
    expect(again.output).not.toContain('● ingest');
    expect(new Set(Object.values(states()))).toEqual(new Set(['success']));
  });

  it.each([
    ['20', { hotspots: 'success', 'all-quiet': 'skipped' }, '**20.89 % of all flights were late'],
    ['25', { hotspots: 'skipped', 'all-quiet': 'success' }, '20.89 % of all flights were late, less than 25 %'],
  ])('flights takes one side of the branch, at an alarm of %s', (alarm, branch, words) => {
    const { segue, states, read } = exampleRepository();
    expect(segue('run', 'flights', '--param', `alarm=${alarm}`, '--param', 'measure=mean').status).toBe(0);
    expect(states()).toMatchObject({ ...branch, report: 'success', 'page-someone': 'skipped' });
    expect(read('out/flights/report.md')).toContain(words);
    expect(read('out/flights/delays.svg')).toContain('Mean delay of all flights');
  });

  it('flights pages someone when a month fails', () => {
    const { segue, states, read, edit } = exampleRepository();
    edit(
      'pipelines/flights/month.mjs',
      'const minutes',
      "if (month.endsWith('03')) throw new Error('no');\nconst minutes",
    );
    edit('pipelines/flights.yml', 'delay: 1s', 'delay: 10ms');
    expect(segue('run', 'flights').status).toBe(1);
    expect(states()).toMatchObject({
      months: 'success',
      month: 'failed',
      combine: 'upstream_failed',
      hotspots: 'upstream_failed',
      report: 'upstream_failed',
      'page-someone': 'success',
    });
    expect(read('out/flights/page.txt')).toMatch(/^flights, run r-\S+: failed at month\n$/);
  });
});
