import { expect, test } from 'vitest';
import { reactionsTo } from '../../src/bot/events.ts';
import { webhookEvent } from '../../src/bot/webhook-event.ts';
import fc from '../support/seeded-fast-check.ts';
import { installed, type WebhookExample, webhookExamples } from './webhook-examples.ts';

const examples = webhookExamples();

test('every example of a webhook is taken, with and without an installation', () => {
  expect(examples.length).toBeGreaterThan(700);
  for (const example of [...examples, ...examples.map(installed)]) expect(() => reactions(example)).not.toThrow();
});

test('without an installation no repository has anything to be done', () => {
  const jobs = examples
    .filter(({ payload }) => payload.installation === undefined)
    .flatMap(reactions)
    .filter((reaction) => reaction !== 'look-around');
  expect(jobs).toEqual([]);
});

test('what becomes of the examples of github.com', () => {
  const done = examples
    .filter(({ server }) => server === 'api.github.com')
    .map(installed)
    .flatMap((example) => reactions(example).map((reaction) => `${nameOf(example)}: ${reaction}`));
  expect([...new Set(done)].sort()).toMatchInlineSnapshot(`
    [
      "check_suite.rerequested: review codertocat/hello-world@ec26c3e57ca3a959ca5aad62de7213c562f8c821",
      "installation.created: look-around",
      "installation.new_permissions_accepted: look-around",
      "installation.unsuspend: look-around",
      "installation_repositories.added: look-around",
      "merge_group.checks_requested: review octo-org/octo-repo@2ffea6db159f6b6c47a24e778fb9ef40cf6b1c7d",
      "pull_request.closed: review codertocat/hello-world#2",
      "pull_request.opened: review codertocat/hello-world#2",
      "pull_request.ready_for_review: review codertocat/hello-world#2",
      "pull_request.reopened: review codertocat/hello-world#2",
      "pull_request.synchronize: review codertocat/hello-world#2",
      "pull_request_review.dismissed: review codertocat/hello-world#2",
      "pull_request_review.submitted: review codertocat/hello-world#2",
      "push: clock codertocat/hello-world look",
    ]
  `);
});

test('whatever is cut out of a payload or put in its place, it is taken', () => {
  const known = examples.map(installed).filter((example) => reactions(example).length > 0);
  const junk = fc.constantFrom<unknown>(null, 0, -1, 1.5, '', 'x'.repeat(2_000), [], {}, true, undefined);
  fc.assert(
    fc.property(fc.constantFrom(...known), fc.nat(), junk, ({ payload, ...example }, nth, put) => {
      const copy = structuredClone(payload);
      const places = placesIn(copy);
      const [holder, key] = places[nth % places.length] ?? [];
      if (holder !== undefined && key !== undefined) holder[key] = put;
      expect(() => reactions({ ...example, payload: copy })).not.toThrow();
    }),
    { numRuns: 400 },
  );
});

function nameOf({ name, payload: { action } }: WebhookExample): string {
  return action === undefined ? name : `${name}.${action}`;
}

function reactions({ name, payload }: WebhookExample): readonly string[] {
  const event = webhookEvent('72d3162e-cc78-11e3-81ab-4c9367dc0958', name, payload);
  return reactionsTo(event).map((reaction) =>
    reaction === 'look-around' ? reaction : `${reaction.kind} ${reaction.key}`,
  );
}

/** Every place of a payload that holds something, but not those deeper than what handlers read. */
function placesIn(value: unknown, depth = 0): [Record<string, unknown>, string][] {
  if (value === null || typeof value !== 'object' || depth > 3) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [[holder, key], ...placesIn(holder[key], depth + 1)]);
}
