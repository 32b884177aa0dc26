import { describe, expect, test } from 'vitest';
import { liveClock } from '../../src/process/clock.ts';
import { placeAt, placeWith } from '../support/cli-place.ts';

const etl = `description: d
owner: o
on: { schedule: [{ cron: "0 5 * * *", timezone: Europe/Paris }] }
params:
  country: { type: string, default: FR, enum: [FR, DE] }
  days: { type: number }
  full: { type: boolean, default: false }
secrets: [CRM_TOKEN, CRM_USER]
tasks:
  show:
    run: 'echo "[$SEGUE_PARAM_COUNTRY $SEGUE_PARAM_DAYS $SEGUE_PARAM_FULL $CRM_USER] $SEGUE_INTERVAL_START $SEGUE_INTERVAL_END"'
`;
const secrets = { CRM_TOKEN: 'token-of-ana', CRM_USER: 'name' };

/** A Monday morning, two and a half hours after the newest fire. */
const clock = { ...liveClock(), now: () => Date.parse('2026-05-04T05:30:00.000Z') };

describe('what a run is given', () => {
  test('reaches the tasks, by the types of the params', async () => {
    const place = placeWith({ etl }, { variables: secrets, clock });
    const params = ['--param', 'days=7.5', '--param', 'country=DE', '--param', 'full=true'];
    const run = await place.segue('run', 'etl', ...params);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toContain('[DE 7.5 true ***] ');
    expect((await place.status()).params).toEqual({ country: 'DE', days: 7.5, full: true });
    expect((await place.segue('run', 'etl', '--param', 'days=0')).stdout).toContain('[FR 0 false ***] ');
  });

  test.each([
    [[], 'days', '--param days='],
    [['--param', 'days=many'], '`many` is not', 'number'],
    [['--param', 'days='], 'number', 'number'],
    [['--param', 'days=1', '--param', 'full=yes'], '`yes` is not', 'true or false'],
    [['--param', 'days=1', '--param', 'country=IT'], 'IT', 'FR, DE'],
    [['--param', 'days=1', '--param', 'contry=FR'], 'no param contry', 'Did you mean country?'],
    [['--param', 'days=1', '--param', '__proto__=1'], 'no param __proto__', 'country, days, full'],
  ])('is refused before anything starts: %j', async (options, words, help) => {
    const place = placeWith({ etl }, { variables: secrets });
    const refused = await place.segue('run', 'etl', ...options);
    expect(refused).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('SG704') });
    expect(refused.stderr).toContain(words);
    expect(refused.stderr).toContain(help);
    expect(place.git('for-each-ref', 'refs/segue')).toBe('');
  });

  test('must not hold a secret, since it is kept in Git', async () => {
    const place = placeWith({ etl }, { variables: secrets });
    const given = ['--param', 'days=1', '--output', `show.url=https://${secrets.CRM_TOKEN}@crm`];
    const refused = await place.segue('run', 'etl', ...given, '--only', 'show');
    expect(refused).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('SG727 The output show.url'),
    });
    expect(refused.stderr).not.toContain(secrets.CRM_TOKEN);
    expect(place.git('for-each-ref', 'refs/segue')).toBe('');
    expect((await place.segue('run', 'etl', '--param', 'days=1', '--quiet')).code).toBe(0);
    const marked = await place.segue('mark', 'etl', 'show', 'success', '--reason', `by ${secrets.CRM_TOKEN}`);
    expect(marked.code).toBe(0);
    expect((await place.status()).actions).toMatchObject([{ kind: 'mark', reason: 'by ***' }]);
  });

  test('lists all secrets that are missing, and takes them from a file', async () => {
    const place = placeWith({ etl });
    const refused = await place.segue('run', 'etl', '--param', 'days=1');
    expect(refused).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/SG705.*CRM_TOKEN, CRM_USER/) });
    expect(place.git('for-each-ref', 'refs/segue')).toBe('');
    place.write('secrets.env', 'CRM_TOKEN=from-the-file\nCRM_USER="of the file"\n');
    place.write('.gitignore', 'secrets.env\n');
    const options = ['--param', 'days=1', '--env-file', 'secrets.env'];
    expect((await place.segue('run', 'etl', ...options)).code).toBe(0);
    const both = placeAt(place.root, { variables: { CRM_USER: 'of the process' } });
    place.write('pipelines/etl.yml', etl.replace('$CRM_USER', '$(echo $CRM_USER | rev)'));
    expect((await both.segue('run', 'etl', ...options)).stdout).toContain('ssecorp eht fo');
    const missing = await place.segue('run', 'etl', '--env-file', 'nowhere.env');
    expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining('SG901') });
  });
});

describe('the interval', () => {
  const days = ['--param', 'days=1'];

  test('is the newest complete one, which is said', async () => {
    const place = placeWith({ etl }, { variables: secrets, clock });
    const run = await place.segue('run', 'etl', ...days);
    expect(run.stdout).toContain('] 2026-05-03T03:00:00.000Z 2026-05-04T03:00:00.000Z');
    expect(run.stdout).toMatch(/newest complete interval/i);
    expect((await place.status()).interval).toEqual({
      start: '2026-05-03T03:00:00.000Z',
      end: '2026-05-04T03:00:00.000Z',
    });
  });

  test.each([
    ['2026-03-28', '2026-03-28T04:00:00.000Z', '2026-03-29T03:00:00.000Z'],
    ['2026-01-10T12:00:00Z', '2026-01-10T04:00:00.000Z', '2026-01-11T04:00:00.000Z'],
    ['2026-01-01T00:00:00Z/2026-02-01T00:00:00Z', '2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z'],
  ])('may be asked for: %s', async (text, start, end) => {
    const place = placeWith({ etl }, { variables: secrets, clock });
    const run = await place.segue('run', 'etl', ...days, '--interval', text);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toContain(`] ${start} ${end}`);
    expect(run.stdout).not.toMatch(/newest complete interval/i);
  });

  test.each(['yesterday', '2026-02-30', '2026-02-01/2026-01-01', '2026-01-01/', '1/2/3', ''])(
    'is refused if it is none: "%s"',
    async (text) => {
      const place = placeWith({ etl }, { variables: secrets, clock });
      const refused = await place.segue('run', 'etl', ...days, '--interval', text);
      expect(refused).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/SG706[\s\S]*help: /) });
      expect(place.git('for-each-ref', 'refs/segue')).toBe('');
    },
  );

  test('of a pipeline without a schedule is none, or given with both ends', async () => {
    const place = placeWith({ plain: etl.replace(/^on: .*\n/m, '') }, { variables: secrets, clock });
    expect((await place.segue('run', 'plain', ...days)).stdout).toContain('***] ');
    expect(await place.status()).not.toHaveProperty('interval');
    const given = await place.segue('run', 'plain', ...days, '--interval', '2026-01-01/2026-01-02');
    expect(given.stdout).toContain('] 2026-01-01T00:00:00.000Z 2026-01-02T00:00:00.000Z');
    expect(await place.segue('run', 'plain', ...days, '--interval', '2026-01-01')).toMatchObject({ code: 2 });
  });
});
