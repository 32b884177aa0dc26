import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RunDocument } from '../../src/run/document.ts';
import { attemptsOf, type Place, placeWith, type SharedRemote, sharedRemoteOf } from '../support/cli-place.ts';

/** `wait` ends only where there is a file `go`. */
function pipeline(artifacts: string): string {
  return `description: d
owner: o
tasks:
  make: { run: 'mkdir -p out && echo made > out/made; echo "size=4" >> "$SEGUE_OUTPUT"'${artifacts} }
  wait: { needs: make, run: 'test -f go || exec sleep 300', artifacts: none }
  use: { needs: [make, wait], run: 'cat out/made; echo "\${SIZE}" > used', env: { SIZE: '\${{ needs.make.outputs.size }}' } }
`;
}

/** A run in a first clone that was interrupted while `wait` ran. */
async function interruptedRun(artifacts: string): Promise<{ remote: SharedRemote; first: Place; run: string }> {
  const place = placeWith({ etl: pipeline(artifacts) });
  place.write('.github/segue.yml', 'environments: { staging: {} }\n');
  place.write('.gitignore', 'out/\ngo\nused\n');
  place.commit();
  const remote = sharedRemoteOf(place);
  const first = remote.clone();
  const segue = first.start('run', 'etl', '--env', 'staging');
  const events = await segue.told((event) => event.event === 'task-started' && event.task === 'wait');
  segue.kill('SIGINT');
  expect((await segue.ended).code).toBe(130);
  return { remote, first, run: events[0]?.run ?? '' };
}

test('a run goes on in another clone with the files and outputs that were handed on', async () => {
  const { remote, first, run } = await interruptedRun(', artifacts: [out/made]');
  const refs = remote.bare.git('for-each-ref', '--format=%(refname)', 'refs/segue', 'refs/segue-artifacts');
  expect(refs.split('\n')).toEqual([
    `refs/segue-artifacts/staging/${run}`,
    expect.stringMatching(/^refs\/segue\/staging\/etl-/),
  ]);
  const second = remote.clone();
  second.write('go', '');
  const resumed = await second.segue('resume', '--env', 'staging');
  expect(resumed).toMatchObject({ code: 0, stderr: '' });
  expect(resumed.stdout).toContain('Put back what make handed on: out/made');
  expect(readFileSync(join(second.root, 'used'), 'utf8')).toBe('4\n');
  const { age: _, ...document } = await second.json<RunDocument & { age: object }>('status', '--env', 'staging');
  expect(attemptsOf(document)).toEqual({ make: 1, wait: 2, use: 1 });
  expect(await first.json('status', '--env', 'staging')).toMatchObject(document);
  expect(await first.segue('resume', run, '--env', 'staging')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('SG713'),
  });
});

test('where a task does not say what it handed on, nothing starts, and what to do is said', async () => {
  const { remote, first, run } = await interruptedRun('');
  const second = remote.clone();
  second.write('go', '');
  const refused = await second.segue('resume', '--env', 'staging');
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(/SG716 make succeeded at another place .* does not say which files it handed on/);
  expect(refused.stderr).toContain('artifacts: none');
  expect(existsSync(join(second.root, 'used'))).toBe(false);
  first.write('go', '');
  expect(await first.segue('resume', run, '--env', 'staging')).toMatchObject({ code: 0, stderr: '' });
});

test('only merged commits run outside of local, and the state of local stays where it is', async () => {
  const { first, remote } = await interruptedRun(', artifacts: none');
  first.write('go', '');
  first.write('pipelines/etl.yml', pipeline(', artifacts: [out]'));
  const changed = await first.segue('run', 'etl', '--env', 'staging');
  expect(changed).toMatchObject({ code: 2, stderr: expect.stringContaining('SG723') });
  expect(changed.stderr).toContain('pipelines/etl.yml');
  first.commit();
  const unmerged = await first.segue('run', 'etl', '--env', 'staging');
  expect(unmerged).toMatchObject({ code: 2, stderr: expect.stringContaining('SG723') });
  expect((await first.segue('run', 'etl')).code).toBe(0);
  expect(remote.bare.git('for-each-ref', '--format=%(refname)', 'refs/segue/local')).toBe('');
});
