import { describe, expect, it } from 'vitest';
import { finish, repository, said } from './cli-rig.ts';

const patient = `description: d
owner: o
tasks:
  first: { run: echo one, artifacts: none }
  wait: { needs: first, run: 'test -f go || { echo waiting; exec sleep 600; }', artifacts: none }
  last: { needs: wait, run: echo three }
`;
const stubborn = `description: d
owner: o
tasks:
  wait: { run: 'trap "echo no" TERM; echo waiting; while true; do sleep 600 & wait || true; done' }
`;

describe('signals and pipes', () => {
  it('ends on Ctrl-C with 130, and resumes what is unfinished', async () => {
    const place = repository({ patient });
    const child = place.start('run', 'patient');
    const finished = finish(child);
    await said(child.stdout, 'wait  | waiting');
    child.kill('SIGINT');
    const { code, stdout } = await finished;
    expect(code).toBe(130);
    expect(stdout).toContain('Stopping: no new task starts');
    expect(stdout).toMatch(/■ patient interrupted[\s\S]*segue resume r-/);
    place.write('go', '');
    const resumed = await place.segue('resume');
    expect(resumed.code).toBe(0);
    expect(resumed.stdout).toContain('kept: first');
    expect(resumed.stdout).not.toContain('first started');
  });

  it('follows what a run prints until it ends', async () => {
    const place = repository({ patient });
    const child = place.start('run', 'patient');
    const finished = finish(child);
    await said(child.stdout, 'wait  | waiting');
    const follower = place.start('logs', '--follow');
    const followed = finish(follower);
    await said(follower.stdout, 'wait | waiting');
    expect((await place.segue('cancel', '--reason', 'wrong day')).stdout).toContain('to end');
    expect((await finished).code).toBe(1);
    const { code, stdout, stderr } = await followed;
    expect([code, stdout]).toEqual([0, 'first | one\nwait | waiting\n']);
    expect(stderr).toContain('■ patient cancelled after');
    expect((await place.segue('status')).stdout).toMatch(/■ patient cancelled[\s\S]*segue retry r-/);
  });

  it('kills what does not want to end on the second signal', async () => {
    const place = repository({ stubborn });
    const child = place.start('run', 'stubborn');
    const finished = finish(child);
    await said(child.stdout, 'waiting');
    child.kill('SIGTERM');
    await said(child.stdout, '| no');
    child.kill('SIGTERM');
    const { code, stdout } = await finished;
    expect(code).toBe(130);
    expect(stdout).toContain('Killing what still runs.');
  });

  it('ends quietly when nobody reads any more', async () => {
    const place = repository({ patient });
    const child = place.start('explain', 'SG201');
    child.stdout.destroy();
    const stderr: string[] = [];
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk.toString()));
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect([code, stderr.join('')]).toEqual([0, '']);
  });
});
