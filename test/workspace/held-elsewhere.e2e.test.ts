import { expect, test } from 'vitest';
import { type Place, placeWith, type SharedRemote, sharedRemoteOf } from '../support/cli-place.ts';

/** `wait` ends only where there is a file `go`. */
const etl = `description: d
owner: o
tasks:
  make: { run: echo made, artifacts: none }
  wait: { needs: make, run: 'test -f go || exec sleep 300', artifacts: none }
`;

/** Two clones; in the first a run goes on, of which the second knows. */
async function heldByFirst() {
  const place = placeWith({ etl });
  place.write('.github/segue.yml', 'environments: { staging: {} }\nlease: 10s\n');
  place.write('.gitignore', 'go\n');
  place.commit();
  const remote = sharedRemoteOf(place);
  const [first, second] = [remote.clone(), remote.clone()];
  const holder = first.start('run', 'etl', '--env', 'staging');
  const events = await holder.told((event) => event.event === 'task-started' && event.task === 'wait');
  second.write('go', '');
  return { remote, first, second, holder, run: events[0]?.run ?? '' };
}

/** What was done at the remote. */
const actionsIn = ({ bare }: SharedRemote) =>
  [...bare.git('log', '--format=%B', '--glob=refs/segue/*').matchAll(/^Segue-Action: (.*)$/gm)].map(
    ([, action]) => action,
  );

const resume = (place: Place, ...args: string[]) => place.segue('resume', ...args, '--env', 'staging', '--json');

test('another clone does not touch a run whose holder lives, and goes on with it once its lease has run out', async () => {
  const { remote, second, holder, run } = await heldByFirst();
  // Before anything else looks at the lease: whoever has seen it twice need not wait.
  const refused = await resume(second, run);
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('SG726') });
  expect(refused.stdout).toContain(': waiting. Ctrl-C');
  const status = await second.segue('status', run, '--env', 'staging');
  expect(status.stdout).toMatch(/etl is running.*process \d+ on .*has it since.*segue cancel/s);
  expect(actionsIn(remote)).not.toContain('resume');
  holder.kill('SIGKILL');
  await holder.ended;
  // Who was seen to live a moment ago counts as living for a while.
  let resumed = await resume(second);
  while (resumed.stderr.includes('has shown that it lives')) resumed = await resume(second);
  expect(resumed).toMatchObject({ code: 0, stderr: '' });
  expect(actionsIn(remote)).toContain('resume');
  const document = await second.json('status', run, '--env', 'staging');
  expect(document).toMatchObject({ state: 'success', tasks: { make: { attempts: [{ number: 1 }] } } });
});

test('Ctrl-C ends the wait and changes nothing; a person who knows better does not wait', async () => {
  const { remote, second, holder, run } = await heldByFirst();
  const waiting = second.start('resume', run, '--env', 'staging');
  await waiting.told((event) => event.event === 'notice');
  waiting.kill('SIGINT');
  expect((await waiting.ended).code).toBe(130);
  expect(actionsIn(remote)).not.toContain('resume');
  holder.kill('SIGKILL');
  await holder.ended;
  const taken = await resume(second, run, '--take-over');
  expect(taken).toMatchObject({ code: 0, stderr: '' });
  expect(taken.stdout).not.toContain('waiting');
});
