import { expect, test } from 'vitest';
import type { CheckWish, CommentWish, Ensured, Forge, IssueWish } from '../../src/report/forge/forge.ts';
import type { Fault } from '../support/github-faults.ts';
import fc from '../support/seeded-fast-check.ts';
import type { ForgeWorld } from './forge-contract.ts';
import { githubWorld } from './github-world.ts';
import { annotations, checkWish, commentWish, issueWish } from './wishes.ts';

type Wish =
  | { readonly kind: 'check'; readonly wish: Omit<CheckWish, 'commit'> }
  | { readonly kind: 'issue'; readonly wish: IssueWish }
  | { readonly kind: 'comment'; readonly wish: CommentWish };

type Step =
  | { readonly kind: 'wish'; readonly wish: Wish }
  | { readonly kind: 'fault'; readonly fault: Fault }
  /** A new process goes on, without a memory. */
  | { readonly kind: 'restart' };

const checks = fc.record({
  key: fc.constantFrom('run-1', 'run-2'),
  title: fc.constantFrom('a', 'b'),
  ended: fc.boolean(),
  count: fc.constantFrom(0, 3, 60),
});
const issues = fc.record({
  key: fc.constantFrom('one', 'two'),
  body: fc.constantFrom('once', 'twice'),
  state: fc.constantFrom('open', 'closed'),
});

const wishes: fc.Arbitrary<Wish> = fc.oneof(
  checks.map(({ key, title, ended, count }): Wish => {
    const end = ended ? ({ status: 'completed', conclusion: 'failure' } as const) : {};
    return { kind: 'check', wish: checkWish('', { key, title, ...end, annotations: annotations(count) }) };
  }),
  issues.map((more): Wish => ({ kind: 'issue', wish: issueWish(more) })),
  fc.constantFrom('here', 'there').map((body): Wish => ({ kind: 'comment', wish: commentWish(1, { body }) })),
);

const faults: fc.Arbitrary<Fault> = fc
  .record({
    trouble: fc.constantFrom(
      { kind: 'lost-after' } as const,
      { kind: 'lost-before' } as const,
      { kind: 'cut' } as const,
      { kind: 'answer', status: 502 } as const,
      { kind: 'secondary-limit', retryAfter: 5 } as const,
      { kind: 'secondary-limit' } as const,
    ),
    method: fc.constantFrom('GET', 'POST', 'PATCH'),
    times: fc.constantFrom(1, 2, 5),
  })
  .map(({ trouble, ...rest }) => ({ ...trouble, ...rest }));

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: wishes.map((wish): Step => ({ kind: 'wish', wish })) },
    { weight: 3, arbitrary: faults.map((fault): Step => ({ kind: 'fault', fault })) },
    { weight: 1, arbitrary: fc.constant<Step>({ kind: 'restart' }) },
  ),
  { minLength: 4, maxLength: 14 },
);

function ask(forge: Forge, commit: string, { kind, wish }: Wish): Promise<Ensured> {
  switch (kind) {
    case 'check':
      return forge.ensureCheck({ ...wish, commit });
    case 'issue':
      return forge.ensureIssue(wish);
    case 'comment':
      return forge.ensureComment(wish);
    default:
      return kind satisfies never;
  }
}

test('whatever goes wrong, once GitHub is well all is there, and once', async () => {
  await fc.assert(fc.asyncProperty(steps, held), { numRuns: 12 });
});

async function held(plan: readonly Step[]): Promise<void> {
  const world = await githubWorld({ client: { budgetMs: 20_000 } });
  const { github, clock, commit, play } = world;
  let forge: Forge = world.forge;
  const wished = new Map<string, Wish>();
  await play(forge.ensureIssue(issueWish({ key: 'first' })));
  for (const step of plan) {
    if (step.kind === 'fault') github.fault(step.fault);
    else if (step.kind === 'restart') forge = world.another();
    else {
      wished.set(`${step.wish.kind} ${step.wish.wish.key}`, step.wish);
      await play(ask(forge, commit, step.wish));
    }
  }
  github.heal();
  // Whatever silence GitHub has asked for is over.
  clock.advance(3_600_000);
  for (const wish of wished.values()) {
    expect(await play(ask(forge, commit, wish))).toHaveProperty('id');
    expect(await play(ask(world.another(), commit, wish))).toMatchObject({ kind: 'unchanged' });
  }
  await judge(world, [...wished.values()]);
}

/** Each thing is there once, as it was wished last. */
async function judge(world: ForgeWorld, wished: readonly Wish[]): Promise<void> {
  const lines = wished.map(({ kind, wish }) => (kind === 'check' ? lineOf(wish) : `${kind} ${wish.body}`));
  const issueLines = (await world.issues()).slice(1).map(({ text }) => `issue ${text}`);
  const commentLines = (await world.comments(1)).map(({ text }) => `comment ${text}`);
  const seen = await world.checks();
  expect([...issueLines, ...commentLines, ...seen.map(lineOf)].sort()).toEqual(lines.sort());
  for (const { annotations: there } of seen) expect(new Set(there).size).toBe(there.length);
}

function lineOf({ key, status }: { readonly key: string; readonly status: string }): string {
  return `check ${key} ${status}`;
}
