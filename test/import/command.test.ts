import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { splitStdin, withStdin } from '../../src/import/cron-stdin.ts';
import { literalOf, shellTokens } from '../../src/import/shell-tokens.ts';
import { unwrapCommand } from '../../src/import/unwrap-command.ts';

function sh(script: string, variables: Readonly<Record<string, string>> = {}): string {
  return spawnSync('sh', ['-c', script], { env: { PATH: process.env.PATH ?? '', ...variables }, encoding: 'utf8' })
    .stdout;
}

describe('percent signs', () => {
  test.each([
    ['date +\\%F', 'date +%F', undefined],
    ['cat%a%b', 'cat', 'a\nb\n'],
    ['cat % a%', 'cat', ' a\n'],
    ['cat%', 'cat', undefined],
    ['cat%%', 'cat', '\n'],
    ['cat%50\\% off', 'cat', '50% off\n'],
    ['echo a\\\\b \\n', 'echo a\\\\b \\n', undefined],
    ['echo x\\\\%in', 'echo x\\\\', 'in\n'],
  ])('%s', (text, command, stdin) => {
    expect(splitStdin(text)).toEqual({ command, ...(stdin === undefined ? {} : { stdin }) });
  });

  test.each([
    ['cat', true],
    ['cat | tr a-z A-Z', false],
    ['read x; echo "<$x>"; cat', false],
    ['cat # all of it', false],
  ])('the input reaches what cron gave it to: %s', (command, isSimple) => {
    const stdin = 'INPUT\n$HOME `id` \\n\n\n  last\n';
    const direct = spawnSync('sh', ['-c', command], { input: stdin, encoding: 'utf8' }).stdout;
    expect(sh(withStdin(command, stdin, isSimple))).toBe(direct);
  });
});

describe('words of a shell', () => {
  test.each([
    ['a b', ['a', 'b']],
    ['a&&b||c;d|e&', ['a', '&&', 'b', '||', 'c', ';', 'd', '|', 'e', '&']],
    [`echo "a b" 'c;d' e\\ f`, ['echo', '"a b"', "'c;d'", 'e\\ f']],
    [`x=$(a | b; c) \`d & e\` $\{f:-g h}`, ['x=$(a | b; c)', '`d & e`', `$\{f:-g h}`]],
    ['a >/dev/null 2>&1 &>>x <in', ['a', '>/dev/null', '2>&1', '&>>x', '<in']],
    ['echo a#b # c; d', ['echo', 'a#b', '# c; d']],
    ['diff <(a) >(b)', ['diff', '<(a)', '>(b)']],
    ['(a; b)', ['(', 'a', ';', 'b', ')']],
    ['echo "$(echo ")")" x', ['echo', '"$(echo ")")"', 'x']],
    ['echo $((RANDOM % 60))', ['echo', '$((RANDOM % 60))']],
  ])('%s', (text, words) => {
    expect(shellTokens(text)?.map((token) => token.text.trim())).toEqual(words);
  });

  test.each(["echo 'a", 'echo "a', 'echo $(a', 'echo `a'])('%s has no end', (text) => {
    expect(shellTokens(text)).toBeUndefined();
  });

  test.each([
    [`'a b'c"d"\\ e`, 'a bcd e'],
    ['$x', undefined],
    ['"$x"', undefined],
    ['`x`', undefined],
  ])('%s is %s', (word, literal) => {
    expect(literalOf(word)).toBe(literal);
  });
});

describe('what Segue does itself is taken off', () => {
  const abouts = (command: string) => unwrapCommand(command, '/srv/app').notes.map(({ about }) => about);

  test.each([
    ['a.sh >/dev/null 2>&1', { run: 'a.sh' }],
    ['a.sh >> /var/log/a.log 2>&1', { run: 'a.sh' }],
    ['a.sh &>/dev/null', { run: 'a.sh' }],
    ['a.sh </dev/null >a.out', { run: 'a.sh' }],
    ['pg_dump db > db.sql 2>/dev/null', { run: 'pg_dump db > db.sql 2>/dev/null' }],
    ['a.sh > "$LOG"', { run: 'a.sh > "$LOG"' }],
    ['a.sh &', { run: 'a.sh' }],
    ['cd /srv/app && ./a.sh', { run: './a.sh', workingDirectory: '.' }],
    ['cd /srv/app/etl/; ./a.sh', { run: './a.sh', workingDirectory: 'etl' }],
    ["cd '/srv/app/my etl' && ./a.sh > /dev/null", { run: './a.sh', workingDirectory: 'my etl' }],
    ['cd /srv/application && ./a.sh', { run: 'cd /srv/application && ./a.sh' }],
    ['cd /srv/app/../x && ./a.sh', { run: 'cd /srv/app/../x && ./a.sh' }],
    ['cd "$HOME" && ./a.sh', { run: 'cd "$HOME" && ./a.sh' }],
    ['timeout 90 a.sh', { run: 'a.sh', timeoutMs: 90_000 }],
    ['timeout -k 5 -s KILL 1.5h a.sh x', { run: 'a.sh x', timeoutMs: 5_400_000 }],
    ['timeout 30d a.sh', { run: 'a.sh', timeoutMs: 604_800_000 }],
    ['timeout 0 a.sh', { run: 'a.sh' }],
    ['timeout "$T" a.sh', { run: 'timeout "$T" a.sh' }],
    ['flock -n /tmp/a a.sh x', { run: 'a.sh x', lock: '/tmp/a' }],
    ['/usr/bin/flock -w 5 -E 3 /tmp/a timeout 5m a.sh', { run: 'a.sh', lock: '/tmp/a', timeoutMs: 300_000 }],
    ["flock -n /tmp/a -c 'cd /srv/app && ./a.sh > x.log'", { run: './a.sh', lock: '/tmp/a', workingDirectory: '.' }],
    ["nice flock /tmp/a -c 'a; b'", { run: "nice flock /tmp/a -c 'a; b'", lock: '/tmp/a' }],
    ['flock -n 9 || exit 1', { run: 'flock -n 9 || exit 1' }],
    ['flock -n /tmp/a a.sh && b.sh', { run: 'flock -n /tmp/a a.sh && b.sh' }],
    ['nice -n 10 ionice -c3 timeout 1h a.sh', { run: 'nice -n 10 ionice -c3 a.sh', timeoutMs: 3_600_000 }],
    ['A=1 chronic B=2 a.sh', { run: 'A=1 B=2 a.sh' }],
    ['nohup a.sh x &', { run: 'a.sh x' }],
    ['sleep 30; cd /srv/app && ./a.sh', { run: 'sleep 30; ./a.sh', workingDirectory: '.' }],
    ['a.sh # why', { run: 'a.sh', comment: 'why' }],
  ])('%s', (command, wanted) => {
    const { notes: _, isSimple: __, ...rest } = unwrapCommand(command, '/srv/app');
    expect(rest).toEqual(wanted);
  });

  test.each([
    ['a.sh', []],
    ['a.sh > /dev/null', ['log']],
    ['cd /elsewhere && a.sh', ['directory']],
    ['sleep $((RANDOM % 60)) && a.sh', ['sleep']],
    ['a.sh & b.sh', ['background']],
    ['chronic a.sh', ['wrapper']],
    ['timeout 30d a.sh', ['timeout']],
  ])('and noted: %s', (command, wanted) => {
    expect(abouts(command)).toEqual(wanted);
  });
});
