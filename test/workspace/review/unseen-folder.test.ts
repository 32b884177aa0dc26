import { expect, test } from 'vitest';
import { reviewOf } from '../../../src/review/review-of.ts';
import { reviewPull } from '../../../src/workspace/review/review-pull.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { MemoryPulls } from '../../support/memory-pulls.ts';

const daily = 'description: d\nowner: "@acme/data"\ntasks: { a: { run: echo a } }\n';

/** What is said of a pull request that leaves the pipelines where they are, and adds one elsewhere with these settings. */
async function reviewed(settings: string) {
  const forge = new MemoryPulls();
  const tip = forge.commit({ 'pipelines/daily.yml': daily });
  forge.branches.set('main', tip).set('fork', tip);
  const evil = 'tasks: { a: { run: echo evil, retries: -1 } }\n';
  forge.push({ 'pipelines/daily.yml': daily, 'evil/x.yml': evil, '.github/segue.yml': settings });
  const clock = new ManualClock('2026-03-02T05:00:00.000Z');
  const done = await reviewPull({ forge, clock, judge: async (change) => reviewOf(change) }, 7);
  if (done.kind !== 'reviewed') throw new Error(done.kind);
  return done.review;
}

test.each([
  'pipelines: evil\n',
  'pipelines: "./evil/" # for now\r\n',
  '{ pipelines: evil }\n',
  '? pipelines\n: evil\n',
  '"pipelines": evil\n',
  '"pipe\\x6cines": evil\n',
  'pipelines: "ev\\x69l"\n',
  'pipelines: >-\n  evil\n',
  'pipelines:\n  evil\n',
  'pipelines: !!str evil\n',
])(
  'pipelines of a folder that the settings name in whatever way are never let through unseen: %j',
  async (settings) => {
    const { conclusion, title, annotations } = await reviewed(settings);
    expect(conclusion).toBe('failure');
    const isSeen = annotations.some(({ path }) => path === 'evil/x.yml');
    expect(isSeen || title.startsWith('not judged')).toBe(true);
  },
);

test('the line that people write is understood', async () => {
  for (const line of ['pipelines: evil', "pipelines: 'evil/'", 'pipelines: evil  # x', 'pipelines: "evil"\r']) {
    expect((await reviewed(`${line}\n`)).annotations.map(({ path }) => path)).toContain('evil/x.yml');
  }
});

test('a line without end is read in no time', async () => {
  const settings = `pipelines: ${'a '.repeat(100_000)}${' '.repeat(300_000)}"\n`;
  expect((await reviewed(settings)).conclusion).toBe('failure');
});
