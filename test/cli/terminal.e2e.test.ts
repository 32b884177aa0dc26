import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { repository } from './cli-rig.ts';

const entry = fileURLToPath(new URL('../../src/cli/index.ts', import.meta.url));
const hasScript = spawnSync('script', ['--version']).status === 0;

/** What `script` of util-linux records of a command on a pseudo terminal. */
function onTerminal(cwd: string, command: string): string {
  const env = { PATH: process.env.PATH, TERM: 'xterm-256color', HOME: cwd, LANG: 'C.UTF-8' };
  return spawnSync('script', ['-qec', `stty cols 80 rows 24; ${command}`, '/dev/null'], {
    cwd,
    env,
    encoding: 'utf8',
    timeout: 120_000,
  }).stdout;
}

describe.skipIf(!hasScript)('on a terminal', () => {
  const segue = `'${process.execPath}' '${entry}'`;
  const pipeline = 'tasks: { greet: { run: echo hello }, publish: { needs: greet, run: echo } }\n';

  it('a run is drawn in colour, and the cursor is there again in the end', () => {
    const place = repository({ etl: pipeline });
    const shown = onTerminal(place.path, `${segue} run etl --only greet`);
    expect(shown).toContain('\u001b[?25l');
    expect(shown.lastIndexOf('\u001b[?25h')).toBeGreaterThan(shown.lastIndexOf('\u001b[?25l'));
    expect(shown).toContain('\u001b[32m✓\u001b[39m greet');
  });

  it('the cursor comes back when Segue is told to end at once', () => {
    const place = repository({ etl: 'tasks: { wait: { run: "trap : TERM; while :; do sleep 600 & wait; done" } }\n' });
    const stop = `pid=$!; while ! ls .git/segue/journal/local/*/*.journal; do :; done 2> /dev/null > /dev/null; kill $pid; kill $pid; kill $pid; wait $pid`;
    const shown = onTerminal(place.path, `${segue} run etl & ${stop}`);
    expect(shown.lastIndexOf('\u001b[?25h')).toBeGreaterThanOrEqual(shown.lastIndexOf('\u001b[?25l'));
    expect(shown).not.toContain('Segue itself has failed');
  });

  it('colours go with NO_COLOR, the tree stays', () => {
    const place = repository({ etl: pipeline });
    const shown = onTerminal(place.path, `NO_COLOR=1 ${segue} run etl --only greet`);
    expect(shown).toContain('✓ greet');
    expect(shown).not.toContain('\u001b[32m');
  });

  it.each(['CI=true', 'TERM=dumb'])('nothing is drawn over where %s says that it would be kept', (variable) => {
    const place = repository({ etl: pipeline });
    const shown = onTerminal(place.path, `${variable} ${segue} run etl --only greet`);
    expect(shown).toContain('greet started');
    for (const move of ['\u001b[J', '\u001b[?25l']) expect(shown).not.toContain(move);
  });
});
