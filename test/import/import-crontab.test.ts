import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type CrontabOptions, importCrontab } from '../../src/import/import-crontab.ts';
import { isSystemCrontab } from '../../src/import/system-form.ts';
import { loadPipeline } from '../../src/model/load.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import { validateFile } from '../../src/validate/validate.ts';
import fc from '../support/seeded-fast-check.ts';

const options: CrontabOptions = {
  name: 'the crontab jobs',
  prefix: 'cron/',
  isSystem: false,
  checkout: '/srv/etl',
  withDisabled: false,
};

/** What opens an expression. */
const open = `$${'{{'}`;

function errorsOf(id: string, content: string): readonly string[] {
  const { diagnostics } = validateFile({ file: `pipelines/${id}.yml`, content }, defaultSettings);
  return diagnostics.flatMap(({ severity, code, message }) => (severity === 'error' ? [`${code} ${message}`] : []));
}

describe('crontabs as they are found', () => {
  const folder = join(import.meta.dirname, 'golden');
  const names = readdirSync(folder).filter((name) => name.endsWith('.crontab'));

  test.each(names)('%s', async (name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    const isSystem = isSystemCrontab(name, text);
    const withDisabled = name.startsWith('managed');
    const timezone = name.startsWith('user') ? 'Europe/Paris' : undefined;
    const zone = timezone === undefined ? {} : { timezone };
    const { pipelines, skipped } = importCrontab(text, { ...options, isSystem, withDisabled, ...zone });
    const files = pipelines.map(({ id, text: file }) => `==> ${id}.yml\n${file}`);
    const lines = skipped.map(
      ({ line, kind, text: shown, reason }) => `line ${line} (${kind}): ${shown}\n  ${reason}\n`,
    );
    await expect([...files, ...lines].join('\n')).toMatchFileSnapshot(join(folder, name.replace('.crontab', '.txt')));
    expect(pipelines.flatMap(({ id, text: file }) => errorsOf(id, file))).toEqual([]);
  });
});

describe('any crontab', () => {
  const words = fc.constantFrom(
    ...['a.sh', './b c', '/opt/x/y.py', "'q u'", '"d $x"', '$(date +\\%F)', '>/dev/null', '2>&1', '>> /var/log/a.log'],
    ...[
      '%',
      '\\%',
      '&&',
      '||',
      ';',
      '|',
      '&',
      '(',
      ')',
      '{',
      '}',
      '#',
      '# x',
      '`id`',
      '\\',
      "'",
      '"',
      `${open} x }}`,
      open,
    ],
    ...[
      'cd /srv/etl &&',
      'cd /srv/etl/é/..;',
      'flock -n /tmp/l',
      'timeout 5',
      'timeout 99999999d',
      'sudo -u x',
      'chronic',
    ],
    ...[
      'PGPASSWORD=hunter22x',
      '--password=hunter22x',
      'postgres://u:hunter22x@h/d',
      'GITHUB_TOKEN=hunter22x',
      'nice',
      'env',
    ],
    ...[
      'python3 -m',
      'docker exec',
      '-c',
      '--',
      'é',
      '日本',
      ': ',
      '- ',
      '? ',
      '!',
      '*',
      'true',
      'null',
      '__proto__',
      'constructor',
    ],
  );
  const command = fc.array(fc.oneof({ weight: 9, arbitrary: words }, fc.string()), { minLength: 1, maxLength: 7 });
  const time = fc.constantFrom(
    '0 5 * * *',
    '*/5 * * * mon-fri',
    '@daily',
    '@reboot',
    '5/3 22-2 */2 * 7',
    '0 0 30 2 *',
    '~ * * * *',
  );
  const value = fc.oneof(
    fc.string(),
    fc.constantFrom('a b ', '"q"', "'", `${open} x`, 'hunter22x', 'AKIAABCDEFGHIJKLMNOP', ' $PATH'),
  );
  const name = fc.constantFrom(
    ...[
      'SHELL',
      'PATH',
      'MAILTO',
      'CRON_TZ',
      'TZ',
      'HOME',
      'X_TOKEN',
      'GITHUB_X',
      'SEGUE_TOKEN',
      'a-b',
      '"q"',
      '__proto__',
      'true',
    ],
  );
  const line = fc.oneof(
    { weight: 6, arbitrary: fc.tuple(time, command).map(([when, parts]) => `${when} ${parts.join(' ')}`) },
    { weight: 2, arbitrary: fc.tuple(name, value).map((pair) => pair.join('=')) },
    {
      weight: 2,
      arbitrary: fc
        .oneof(
          fc.string(),
          fc.tuple(time, command).map(([when, parts]) => `${when} ${parts.join('')}`),
        )
        .map((text) => `# ${text}`),
    },
    fc.string({ unit: 'binary' }),
    fc.constant(''),
  );
  const crontab = fc.array(line, { maxLength: 12 }).map((lines) => lines.join('\n'));

  test('becomes files without an error, under names of their own, and no credential is in them', () => {
    fc.assert(
      fc.property(crontab, fc.boolean(), fc.boolean(), (text, isSystem, withDisabled) => {
        const given = { ...options, isSystem, withDisabled };
        const found = importCrontab(text, given);
        expect(importCrontab(text, given)).toEqual(found);
        expect(new Set(found.pipelines.map(({ id }) => id)).size).toBe(found.pipelines.length);
        for (const { id, text: file } of found.pipelines) expect(errorsOf(id, file), file).toEqual([]);
        expect(JSON.stringify(found)).not.toMatch(/(?:PASSWORD|password|TOKEN)=hunter22x/);
      }),
      { numRuns: 1_000 },
    );
  });

  test('keeps what the shell gets, byte for byte, whatever YAML thinks of it', () => {
    const plain = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .map((text) => text.replaceAll(/[\p{C}%\\#&\u2028\u2029]/gu, 'x').trim());
    fc.assert(
      fc.property(plain, (word) => {
        const quoted = `echo '${word.replaceAll("'", '')}' end`;
        const [first] = importCrontab(`0 5 * * * ${quoted}`, options).pipelines;
        const run = loadPipeline('pipelines/x.yml', first?.text ?? '').pipeline?.tasks[0]?.run;
        expect(run?.trimEnd()).toBe(quoted.replaceAll(open, () => `${open} '${open}' }}`));
      }),
    );
  });
});

test('settings hold for the jobs below them, and cron itself decides what a quote is', () => {
  const text = [
    'A=1',
    '0 5 * * * one',
    ' "B" = "x # y" ',
    "C='it''s'",
    'D="open',
    '0 6 * * * two',
    'A = 2  ',
    '0 7 * * * three',
  ];
  const { pipelines } = importCrontab(text.join('\r\n'), options);
  const env = pipelines.map(({ text: file }) => loadPipeline('pipelines/x.yml', file).pipeline?.tasks[0]?.env);
  const more = { B: 'x # y', C: "it''s", D: '"open' };
  expect(env).toEqual([{ A: '1' }, { A: '1', ...more }, { A: '2', ...more }]);
});

test('names come from the command, and say more only where they must', () => {
  const commands = [
    ['/opt/bin/Backup_All.sh', 'backup-all'],
    ['python3 -u /opt/etl/load_orders.py --full', 'load-orders'],
    ['python -m reports.daily', 'reports-daily'],
    ['/usr/bin/php /var/www/artisan schedule:run', 'artisan-schedule-run'],
    ['cd /x && npm run build:css', 'build-css'],
    ['docker compose exec -T db vacuumdb', 'docker-compose'],
    ['sudo -u www-data nice -n 5 wp cron event', 'wp-cron'],
    ['sync.sh users', 'sync-users'],
    ['sync.sh orders', 'sync-orders'],
    ['sync.sh orders --again', 'sync-orders-2'],
    ['7z a x.7z', 'job-7z'],
    ['$HOME/bin/x', 'job'],
    ['"$X"', 'job-2'],
  ];
  const text = commands.map(([command]) => `0 5 * * * ${command}`).join('\n');
  const names = importCrontab(text, options).pipelines.map(({ id }) => id.slice('cron/'.length));
  expect(names).toEqual(commands.map(([, name]) => name));
});

test('what nobody writes is refused, not worked on for long', () => {
  const skippedOf = (text: string) => importCrontab(text, options).skipped.map(({ line, reason }) => [line, reason]);
  expect(skippedOf('0 5 * * * a\n'.repeat(2_002))).toEqual([
    [2_001, 'it comes after 2000 other jobs'],
    [2_002, 'it comes after 2000 other jobs'],
  ]);
  expect(skippedOf(`0 5 * * * ${'a'.repeat(10_001)}`)).toEqual([[1, 'its command is too long']]);
  expect(skippedOf(`0 5 * * * ${'$('.repeat(4_000)}`)).toEqual([[1, expect.stringContaining('not closed')]]);
  const settings = Array.from({ length: 1_001 }, (_, index) => `A${index}=1`).join('\n');
  expect(skippedOf(settings)).toEqual([[1_001, '1000 settings stand above it']]);
});

test.each([
  ['/etc/crontab', '0 5 * * * a b', true],
  ['/etc/cron.d/x', '', true],
  ['x', '# m h dom mon dow user\tcommand\n', true],
  ['x', '0 5 * * * root a\n@daily www-data b', true],
  ['x', '0 5 * * * root a\n0 5 * * * ./b c', false],
  ['x', '0 5 * * * mysqldump x\n', false],
])('%s with %j has a column for the user: %s', (path, text, isSystem) => {
  expect(isSystemCrontab(path, text)).toBe(isSystem);
});
