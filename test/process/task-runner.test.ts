import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { RunnerRig } from './runner-rig.ts';
import { taskRunnerContract } from './task-runner-contract.ts';

taskRunnerContract(async (environment) => {
  const rig = await RunnerRig.open({ secrets: { TOKEN: 'open sesame' } }, environment);
  afterAll(() => rig.close());

  const success = { kind: 'success' };

  describe('outcomes', () => {
    test.each([
      ['true', success],
      ['exit 3', { kind: 'exit', code: 3 }],
      ['kill -9 $$', { kind: 'signal', signal: 'SIGKILL' }],
      ['false | cat', { kind: 'exit', code: 1 }],
      ['false; echo not reached', { kind: 'exit', code: 1 }],
      ['nonsense-command', { kind: 'exit', code: 127 }],
    ])('%s', async (command, outcome) => {
      expect((await rig.run(command)).outcome).toEqual(outcome);
    });

    test('started comes once, with the group, before finished', async () => {
      const attempt = rig.start('echo $$; while ! [ -f go ]; do sleep 0.01; done');
      await vi.waitFor(() => expect(attempt.groups).toHaveLength(1));
      expect(attempt.groups).toEqual([
        { pid: expect.any(Number), started: expect.stringMatching(/^\d+$/), boot: expect.any(String) },
      ]);
      writeFileSync(join(rig.root, 'go'), '');
      await attempt.result;
      expect(attempt.lines).toEqual([String(attempt.groups[0]?.pid)]);
      expect(attempt.groups).toHaveLength(1);
    });
  });

  describe('shells', () => {
    test.each([
      ['bash', 'set -o | grep pipefail; [[ $- == *e* ]]', /pipefail\s+on/],
      ['sh', 'echo hi; [ "$#" = 0 ]', /hi/],
      ['python', 'import sys; print("py", __file__ != "")', /py True/],
      ['node', 'console.log(require("node:path").sep, process.argv.length)', /^\/ 1$/],
      ['node', 'import { sep } from "node:path"; console.log(sep)', /^\/$/],
      ['perl {0}', 'print "perl\\n"', /perl/],
      ['bash -u "{0}" ', 'echo "$(basename "$0")"', /task\.\d+\.script/],
      ['sh', '-x', /not found/],
    ])('%s: %s', async (shell, command, expected) => {
      const attempt = rig.start(command, { shell });
      await attempt.result;
      expect(attempt.lines.join('\n')).toMatch(expected);
    });

    test('a script that is too long for an argument goes through a file', async () => {
      const attempt = rig.start(`# ${'x'.repeat(200_000)}\necho long`);
      expect((await attempt.result).outcome).toEqual(success);
      expect(attempt.lines).toEqual(['long']);
    });

    test.each([
      ['fish', {}, /shell "fish" is not known; use bash/],
      ['bash', { PATH: '/nowhere' }, /bash is not installed.*shell: sh/],
      ['no-such-shell {0}', {}, /no-such-shell is not installed/],
      ['/etc/passwd {0}', {}, /must not be executed/],
      ['sh', { BIG: 'x'.repeat(200_000) }, /E2BIG/],
      ['sh', { NUL: 'a\0b' }, /could not be started/],
    ])('%s with %o cannot start', async (shell, env, message) => {
      const attempt = rig.start('true', { shell, env });
      const { outcome } = await attempt.result;
      expect(outcome).toEqual({ kind: 'spawn', message: expect.stringMatching(message) });
      expect(attempt.groups).toEqual([]);
    });
  });

  describe('what a task sees', () => {
    test('its variables; those of Segue win', async () => {
      const attempt = rig.start('echo "$SEGUE_RUN_ID $SEGUE_TASK $SEGUE_ATTEMPT_NUMBER $SEGUE_ATTEMPT $A"', {
        ...{ id: 'r-test/load/7', task: 'load', attempt: 7, env: { A: 'a', SEGUE_TASK: 'forged' } },
      });
      await attempt.result;
      expect(attempt.lines).toEqual(['r-test load 7 r-test/load/7 a']);
    });

    test('no input', async () => {
      const attempt = rig.start('cat; readlink /proc/self/fd/0');
      expect((await attempt.result).outcome).toEqual(success);
      expect(attempt.lines).toEqual(['/dev/null']);
    });

    test('its working directory, which must be a folder of the repository', async () => {
      mkdirSync(join(rig.root, 'sub folder'));
      symlinkSync(tmpdir(), join(rig.root, 'way-out'));
      writeFileSync(join(rig.root, 'file'), '');
      const attempt = rig.start('pwd', { workingDirectory: 'sub folder' });
      await attempt.result;
      expect(attempt.lines).toEqual([join(rig.root, 'sub folder')]);
      for (const [workingDirectory, message] of [
        ['missing', 'does not exist'],
        ['../..', 'leads out of the repository'],
        ['/tmp', 'leads out of the repository'],
        ['way-out', 'leads out of the repository'],
        ['file', 'is not a folder'],
      ] as const) {
        const { outcome } = await rig.run('pwd', { workingDirectory });
        expect(outcome).toEqual({ kind: 'spawn', message: expect.stringContaining(message) });
      }
    });
  });

  describe('outputs and artifacts', () => {
    test('outputs come with the result, of a failed task too', async () => {
      expect(await rig.run('echo "rows=3" >> "$SEGUE_OUTPUT"')).toEqual({ outcome: success, outputs: { rows: '3' } });
      const failed = await rig.run('echo "rows=3" >> "$SEGUE_OUTPUT"; exit 1');
      expect(failed).toEqual({ outcome: { kind: 'exit', code: 1 }, outputs: { rows: '3' } });
    });

    test.each([
      ['echo nonsense', /line 1: expected name=value/],
      ['printf "a=\\xff"', /not UTF-8/],
      ['head -c 300000 /dev/zero', /more than the 262144/],
      ['echo "key=open sesame"', /output "key" holds the value of a secret/],
      ['echo "key=$(printf %s "open sesame" | base64)"', /holds the value of a secret/],
      ['echo "open sesame"', /found "\*\*\*"/],
    ])('%s >> $SEGUE_OUTPUT fails the task', async (command, message) => {
      const { outcome, outputs } = await rig.run(`${command} >> "$SEGUE_OUTPUT"`);
      expect(outcome).toEqual({ kind: 'outputs', message: expect.stringMatching(message) });
      expect(outputs).toBeUndefined();
    });

    test('a pipe in place of the output file fails the task rather than hangs it', async () => {
      const { outcome } = await rig.run('mkfifo "$SEGUE_OUTPUT"');
      expect(outcome).toMatchObject({ kind: 'outputs', message: expect.stringContaining('regular file') });
    });

    test('artifacts are kept after a success; none that match fail the task', async () => {
      expect((await rig.run('true', { artifacts: ['a'] })).artifacts).toEqual([{ path: 'a', bytes: 1, sha256: 'ab' }]);
      expect((await rig.run('true', { artifacts: 'none' })).artifacts).toBe('none');
      expect((await rig.run('true')).artifacts).toBeUndefined();
      expect((await rig.run('false', { artifacts: ['a'] })).artifacts).toBeUndefined();
      const missing = await rig.run('true', { artifacts: ['missing'] });
      expect(missing.outcome).toEqual({ kind: 'artifacts', message: 'nothing matches "missing"' });
      const leaking = await rig.run('true', { artifacts: ['open sesame.csv'] });
      expect(leaking.outcome).toMatchObject({ kind: 'artifacts', message: expect.stringContaining('secret') });
    });
  });
});
