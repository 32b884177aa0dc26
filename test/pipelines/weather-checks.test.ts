import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

interface Finding {
  readonly rows: number;
  readonly locations: number;
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

const checks: { checkRecords(text: string): Finding } = await import(
  new URL('../../pipelines/weather/checks.mjs', import.meta.url).href
);

const header = 'location,date,precipitation,temp_max,temp_min,wind,weather';
const good = ['Oslo,2014-02-27,0.0,1.5,-3.0,2.1,sun', 'Oslo,2014-02-28,4.0,2.0,-1.0,3.0,snow'];

function check(...records: readonly string[]): Finding {
  return checks.checkRecords(`${[header, ...records].join('\n')}\n`);
}

describe('checkRecords', () => {
  it('finds nothing wrong with good records', () => {
    expect(check(...good)).toEqual({ rows: 2, locations: 1, errors: [], warnings: [] });
  });

  it('finds the public data usable', () => {
    const file = fileURLToPath(new URL('../data/weather.csv', import.meta.resolve('vega-datasets')));
    const { warnings, ...rest } = checks.checkRecords(readFileSync(file, 'utf8'));
    expect(rest).toEqual({ rows: 2922, locations: 2, errors: [] });
    expect(warnings).toHaveLength(93);
  });

  it.each([
    ['a cell that is no number', 'Oslo,2014-03-01,0.0,n/a,-3.0,2.1,sun', 'temp_max is "n/a", not a number'],
    ['an empty cell', 'Oslo,2014-03-01,,1.5,-3.0,2.1,sun', 'precipitation is "", not a number'],
    ['a value out of range', 'Oslo,2014-03-01,-1,1.5,-3.0,2.1,sun', 'precipitation is "-1", not a number from 0'],
    ['temperatures the wrong way round', 'Oslo,2014-03-01,0.0,-4,-3.0,2.1,sun', 'lowest temperature is above'],
    ['unknown weather', 'Oslo,2014-03-01,0.0,1.5,-3.0,2.1,hail', 'weather "hail" is not known'],
    ['a cell too many', 'Oslo,2014-03-01,0.0,1.5,-3.0,2.1,sun,1', '8 cells, not 7'],
    ['a day that does not exist', 'Oslo,2014-02-30,0.0,1.5,-3.0,2.1,sun', '"2014-02-30" is no date'],
    ['a day that is there twice', 'Oslo,2014-02-28,0.0,1.5,-3.0,2.1,sun', 'has 2014-02-28 twice'],
    ['days that are missing', 'Oslo,2014-03-04,0.0,1.5,-3.0,2.1,sun', 'lacks 3 days before 2014-03-04'],
  ])('refuses %s', (_, record, message) => {
    const { errors } = check(...good, record);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain('line 4: ');
    expect(errors[0]).toContain(message);
  });

  it('lets each place have its own days, in any order', () => {
    const bergen = ['Bergen,2015-01-02,0.0,1.5,-3.0,2.1,sun', 'Bergen,2015-01-01,0.0,1.5,-3.0,2.1,fog'];
    expect(check(...bergen, ...good)).toMatchObject({ rows: 4, locations: 2, errors: [] });
  });

  it('warns of what is odd', () => {
    const odd = ['Oslo,2014-03-01,0.0,9,7,2.1,snow', 'Oslo,2014-03-02,0.0,1.5,-3.0,2.1,rain'];
    expect(check(...good, ...odd)).toMatchObject({
      errors: [],
      warnings: ['line 4: snow at 7 °C', 'line 5: rain without measurable precipitation'],
    });
  });

  it('refuses other columns', () => {
    expect(checks.checkRecords('a,b\n1,2\n').errors).toEqual([expect.stringContaining('the columns are a,b')]);
  });
});
