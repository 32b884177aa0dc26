import { expect, test } from 'vitest';
import { reactionsTo } from '../../src/bot/events.ts';
import { webhookEvent } from '../../src/bot/webhook-event.ts';

test.each([
  [{ action: 'edited', changes: { title: { from: 'Old' } } }, 0],
  [{ action: 'edited', changes: { base: { ref: { from: 'next' }, sha: { from: 'a'.repeat(40) } } } }, 1],
  [{ action: 'labeled' }, 0],
  [{ action: 'opened' }, 1],
  [{ action: 'closed' }, 1],
])('%o asks for a review: %i', (said, reviews) => {
  expect(reactionsTo(webhookEvent('1', 'pull_request', payload(said)))).toHaveLength(reviews);
});

test('reviews of one pull request take each other’s place, whatever case its repository is written in', () => {
  const [first] = reactionsTo(webhookEvent('1', 'pull_request', payload({ action: 'opened' })));
  const shouted = payload({ action: 'synchronize' }, 'DATA');
  const [second] = reactionsTo(webhookEvent('2', 'pull_request', shouted));
  expect(first).toMatchObject({ key: 'acme/data#7', replaces: 'review' });
  expect(second).toMatchObject({ key: 'acme/data#7', replaces: 'review', at: { name: 'DATA', installation: 9 } });
});

function payload(said: object, name = 'data'): object {
  return {
    ...said,
    installation: { id: 9 },
    repository: { name, owner: { login: 'acme' }, default_branch: 'main' },
    pull_request: { number: 7 },
  };
}
