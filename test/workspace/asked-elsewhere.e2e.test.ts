import { expect, test } from 'vitest';
import { placeWith, sharedRemoteOf } from '../support/cli-place.ts';

const etl = `description: d
owner: o
tasks:
  wait: { run: exec sleep 300, artifacts: none }
`;

const requests = 'refs/segue-inbox';

/** Two clones; in the first a run goes on, under a lease as short as may be. */
async function heldByFirst() {
  const place = placeWith({ etl });
  place.write('.github/segue.yml', 'environments: { staging: {} }\nlease: 10s\n');
  place.commit();
  const { bare, clone } = sharedRemoteOf(place);
  const [first, second] = [clone(), clone()];
  const holder = first.start('run', 'etl', '--env', 'staging');
  const events = await holder.told((event) => event.event === 'task-started');
  const cancel = (reason: string) => second.json('cancel', '--env', 'staging', '--reason', reason);
  return { bare, second, holder, run: events[0]?.run ?? '', cancel };
}

test('a run that goes on in another clone ends when somebody asks here, and the history says who', async () => {
  const { bare, second, holder, run, cancel } = await heldByFirst();
  expect(await cancel('wrong day')).toMatchObject({ how: 'requested', run });
  expect((await holder.ended).code).toBe(1);
  expect(bare.git('for-each-ref', requests)).toBe('');
  expect(await second.json('status', run, '--env', 'staging')).toMatchObject({
    state: 'cancelled',
    cancelled: { why: 'request', by: expect.any(String), reason: 'wrong day' },
    tasks: { wait: { state: 'cancelled' } },
  });
});

test('what was asked of a holder that is dead by now is done by the next tick', async () => {
  const { bare, second, holder, run, cancel } = await heldByFirst();
  holder.kill('SIGKILL');
  await holder.ended;
  expect(await cancel('wrong day')).toMatchObject({ how: 'requested' });
  expect(await cancel('once more')).toMatchObject({ how: 'requested' });
  expect(bare.git('for-each-ref', '--format=%(refname)', requests)).toBe(`${requests}/staging/${run}`);
  await second.segue('tick', '--env', 'staging');
  const document = await second.json('status', run, '--env', 'staging');
  expect(document).toMatchObject({ state: 'cancelled', cancelled: { why: 'request', reason: 'wrong day' } });
  expect(bare.git('for-each-ref', requests)).toBe('');
});
