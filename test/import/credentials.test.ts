import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { splitStdin } from '../../src/import/cron-stdin.ts';
import { hideCredentials, takeCredentials } from '../../src/import/take-credentials.ts';

/** Prints its arguments and variables as they arrive. */
const show = 'show() { printf "[%s]" "$@" "$PGPASSWORD"; echo; }; mysql() { show "$@"; }; curl() { show "$@"; }';

function sh(script: string, variables: Readonly<Record<string, string>>): string {
  const env = { PATH: process.env.PATH ?? '', ...variables };
  return spawnSync('sh', ['-c', `${show}\n${script}`], { env, encoding: 'utf8' }).stdout;
}

const secret = 'pa55word-XYZ';

describe('credentials leave a command, which does the same', () => {
  test.each([
    [`PGPASSWORD=${secret} show -h db`, ['PGPASSWORD']],
    [`PGPASSWORD='${secret}' show`, ['PGPASSWORD']],
    [`PGPASSWORD="${secret}" show`, ['PGPASSWORD']],
    [`export API_TOKEN=${secret}; show "$API_TOKEN"`, ['API_TOKEN']],
    [`GITHUB_TOKEN=${secret}; show "$GITHUB_TOKEN"`, ['MY_GITHUB_TOKEN']],
    [`show --password=${secret} --user me`, ['SHOW_PASSWORD']],
    [`show --api-key ${secret}`, ['SHOW_API_KEY']],
    [`show -token '${secret}'`, ['SHOW_TOKEN']],
    [`show --env=DB_PASSWORD=${secret} -e X_TOKEN=${secret}`, ['DB_PASSWORD', 'X_TOKEN']],
    [`mysql -u root -p${secret} db`, ['MYSQL_PASSWORD']],
    [`curl -u me:${secret} https://x.example`, ['CURL_PASSWORD']],
    [`curl -H "Authorization: Bearer ${secret}" https://x.example`, ['CURL_TOKEN']],
    [`curl -H 'X-Api-Key: ${secret}' https://x.example`, ['CURL_TOKEN']],
    [`curl "https://x.example/?token=${secret}&y=1"`, ['TOKEN']],
    [`show postgres://me:${secret}@db/x`, ['SHOW_PASSWORD']],
    [`sh -c 'printf "%s" "$1"' x 'postgres://me:${secret}@db/x'`, ['SH_PASSWORD']],
    [`show "$(echo --password=${secret})"`, []],
    [`show --password=${secret} --password=other-one`, ['SHOW_PASSWORD', 'SHOW_PASSWORD_2']],
    [`show --password=${secret}; show --password=${secret}`, ['SHOW_PASSWORD']],
  ])('%s', (command, names) => {
    const program = /^(?:\w+=\S+ )?(?<program>[a-z]+)\b/.exec(command)?.groups?.program ?? 'show';
    const { text, secrets } = takeCredentials(command, program);
    if (names.length > 0) {
      expect(secrets).toEqual(names);
      expect(text).not.toContain(secret);
    }
    const values = Object.fromEntries(secrets.map((name) => [name, name.endsWith('_2') ? 'other-one' : secret]));
    expect(sh(text, values)).toBe(sh(command, {}));
  });

  test.each([
    'show --password-file /run/pw',
    'show --no-password db',
    'PASSWORD=$(cat /run/pw) show',
    'PASSWORD="$OTHER" show',
    'PASSWORD=/run/pw show',
    'cd "$OLDPWD" && PWD=x show',
    'ffmpeg -pass 2 x',
    'show --tokens 5 --bypass cache',
    'MONKEY=george show',
  ])('none is in: %s', (command) => {
    expect(takeCredentials(command, 'show')).toEqual({ text: command, secrets: [] });
  });
});

test('a percent sign in a credential is one after cron has read the line', () => {
  const { command } = splitStdin('PGPASSWORD=a\\%b12345 show');
  expect(takeCredentials(command, 'show').text).toBe('PGPASSWORD="$PGPASSWORD" show');
});

test('texts for people hide them', () => {
  expect(hideCredentials(`0 5 * * * DB_PASSWORD=${secret} a.sh`)).toBe('0 5 * * * DB_PASSWORD=… a.sh');
  expect(hideCredentials('rotate ghp_0123456789abcdefghijklmnopqrstuvwxyzAB')).toBe('rotate …');
});
