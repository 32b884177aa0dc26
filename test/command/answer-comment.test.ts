import { expect, test } from 'vitest';
import { type AnswerTools, answerComment, answerLate } from '../../src/command/answer-comment.ts';
import type { Subject } from '../../src/command/command.ts';
import type { CommandDesk } from '../../src/command/desk.ts';
import type { NewComment } from '../../src/command/reply.ts';
import { Problem } from '../../src/diagnostic/problem.ts';
import { CommandBoard } from '../../src/store/command-board.ts';
import { MemorySwapRefs } from '../../src/store/memory-swap-refs.ts';
import { MemoryForge } from '../support/github-memory-forge.ts';

const good = '3f2a1c9000000000000000000000000000000000';
const meant = { run: 'r-7k2m9x4q', pipeline: 'daily' };

/** A forge with one issue, and a desk that writes down what it is asked. */
async function world(here?: Subject) {
  const forge = new MemoryForge({ writers: ['ana'] });
  const issue = { key: 'a', title: 't', body: 'b', state: 'open', labels: [], assignees: [] } as const;
  await forge.ensureIssue(issue);
  const done: unknown[] = [];
  const desk: CommandDesk = {
    subjectOf: async (issue) => (issue === 1 ? here : undefined),
    findEnded: async (target) => ({ ...meant, run: target.startsWith('r-') ? target : meant.run }),
    ack: async (...asked) => void done.push(['ack', ...asked]),
    snooze: async (...asked) => {
      done.push(['snooze', ...asked]);
      return '2026-03-02T09:00:00.000Z';
    },
    findGoingOn: async (target) => {
      if (target !== 'daily') throw new Problem('SG709', `There is no run ${target}.`, 'Did you mean @daily?');
      return meant;
    },
    retry: async (...asked) => {
      done.push(['retry', ...asked]);
      return { page: 'https://github.com/acme/data/actions/runs/7' };
    },
    mark: async (...asked) => void done.push(['mark', ...asked]),
    cancel: async (...asked) => {
      done.push(['cancel', ...asked]);
      return 'asked';
    },
    pause: async (...asked) => done.push(['pause', ...asked]) > 0,
    unpause: async () => false,
    run: async (...asked) => {
      done.push(['run', ...asked]);
      return {};
    },
    resume: async (...asked) => {
      done.push(['resume', ...asked]);
      return { meant };
    },
    backfill: async (...asked) => {
      done.push(['backfill', ...asked]);
      return { pipeline: 'daily' };
    },
    rollbacks: {
      rollback: async (...asked) => {
        done.push(['rollback', ...asked]);
        return {
          kind: 'opened',
          number: 8,
          url: 'https://github.com/acme/data/pull/8',
          commit: good,
          files: ['a.yml'],
        };
      },
    },
  };
  let time = Date.parse('2026-03-02T05:00:00.000Z');
  const refs = new MemorySwapRefs();
  /** One process: the ledger knows by this whose a command is. */
  const process = (name: string) =>
    new CommandBoard({ refs, environment: 'production', chance: { hex: () => name }, now: () => time });
  let processes = 0;
  const commentOf = (body: string, more: Partial<NewComment> = {}) => ({
    ...{ id: 7, issue: 1, login: 'ana', isBot: false, body },
    ...more,
  });
  const tools = (other: Partial<AnswerTools> = {}) => ({ forge, desk, ledger: process(`p${processes++}`), ...other });
  const say = (body: string, more?: Partial<NewComment>) => answerComment(commentOf(body, more), tools());
  const pass = (ms: number) => {
    time += ms;
  };
  const shown = () => forge.reactions.map(({ content }) => content);
  const reply = () => forge.comments.map(({ wish }) => wish.body);
  return { forge, desk, say, done, shown, reply, tools, commentOf, pass };
}

test.each<[string, unknown]>([
  ['/segue retry daily load', ['retry', meant, ['load']]],
  ['/segue mark daily load skipped by hand', ['mark', meant, 'load', 'skipped', 'by hand']],
  ['/segue cancel daily wrong day', ['cancel', meant, 'wrong day']],
  ['/segue pause daily', ['pause', 'daily', undefined]],
  ['/segue run daily --param country=DE', ['run', { pipeline: 'daily', params: { country: 'DE' } }]],
  ['/segue resume daily', ['resume', 'daily']],
  ['/segue backfill daily-2025', ['backfill', 'daily-2025']],
  [
    '/segue rollback daily to v1.2',
    ['rollback', { pipeline: 'daily', login: 'ana', issue: 1, to: { kind: 'then', revision: 'v1.2' } }],
  ],
])('%s is done, shown by a reaction and told by one reply', async (body, asked) => {
  const { say, done, shown, reply } = await world();
  expect(await say(body)).toMatchObject({ kind: 'answered', isDone: true });
  expect(done).toEqual([asked]);
  expect(shown()).toEqual(['eyes', 'rocket']);
  expect(reply()).toEqual([expect.stringContaining('daily')]);
});

test('a retry links the job that does it', async () => {
  const { say, reply } = await world();
  await say('/segue retry daily');
  const linked = `\`${meant.run}\` (\`daily\`): [the job](https://github.com/acme/data/actions/runs/7)`;
  expect(reply()).toEqual([expect.stringContaining(linked)]);
});

test('an event that is delivered again does nothing', async () => {
  const { say, done, reply } = await world();
  await say('/segue cancel daily');
  expect(await say('/segue cancel daily')).toEqual({ kind: 'ignored', why: 'it was taken up before' });
  expect(done).toHaveLength(1);
  expect(reply()).toHaveLength(1);
});

test.each<[string, string, Partial<NewComment>]>([
  ['what a program writes', '/segue cancel daily', { isBot: true }],
  ['what is no command', 'Has anybody looked?', {}],
  ['a reply that quotes one', '> /segue cancel daily\n\nNo.', {}],
])('%s is left alone', async (_, body, more) => {
  const { say, done, shown, reply } = await world();
  expect(await say(body, more)).toMatchObject({ kind: 'ignored' });
  expect([done, shown(), reply()]).toEqual([[], [], []]);
});

test('who may not write to the repository is told so, and commands nothing', async () => {
  const { say, done, shown, reply } = await world();
  expect(await say('/segue cancel daily', { login: 'mallory' })).toMatchObject({ isDone: false });
  expect(done).toEqual([]);
  expect(shown()).toEqual(['eyes', 'confused']);
  expect(reply()).toEqual([expect.stringContaining('mallory may not')]);
});

test('if the forge does not say who asks nothing is done', async () => {
  const { forge, say, done } = await world();
  forge.trouble = { kind: 'unreachable', why: 'no answer' };
  expect(await say('/segue cancel daily')).toEqual({ kind: 'failed', why: 'no answer' });
  expect(done).toEqual([]);
});

test('what cannot be done is told with what to do, and mentions nobody', async () => {
  const { say, shown, reply } = await world();
  await say('/segue cancel dialy');
  expect(shown()).toEqual(['eyes', 'confused']);
  const [text = ''] = reply();
  expect(text).toContain('There is no run dialy.');
  expect(text).toContain('SG709');
  expect(text).not.toMatch(/@d/);
});

test('a command that is typed wrong is shown how', async () => {
  const { say, reply } = await world();
  await say('/segue cancle @everyone closes #1');
  expect(reply()).toEqual([expect.stringContaining('Did you mean /segue cancel?')]);
});

const incident: Subject = {
  incident: 'abcd',
  runs: ['r-7k2m9x4q', 'r-aaaaaaaa'],
  pipelines: ['daily', 'hourly'],
  isTarget: () => false,
};

test.each<[string, unknown[]]>([
  ['/segue ack', [['ack', 'abcd', 'ana']]],
  ['/segue snooze 4h', [['snooze', 'abcd', 'ana', 14_400_000]]],
  [
    '/segue retry',
    [
      ['retry', meant, []],
      ['retry', { ...meant, run: 'r-aaaaaaaa' }, []],
    ],
  ],
])('in the issue of an incident %s needs no more words', async (body, asked) => {
  const { say, done, reply } = await world(incident);
  expect(await say(body)).toMatchObject({ kind: 'answered', isDone: true });
  expect(done).toEqual(asked);
  expect(reply()).toHaveLength(1);
});

test.each(['/segue ack', '/segue snooze 4h', '/segue retry'])('elsewhere %s means nothing', async (body) => {
  const { say, done, shown } = await world();
  expect(await say(body)).toMatchObject({ isDone: false });
  expect(done).toEqual([]);
  expect(shown()).toEqual(['eyes', 'confused']);
});

test('help lists all commands', async () => {
  const { say, reply } = await world();
  await say('/segue');
  expect(reply()[0]?.match(/\/segue \w+/g)).toEqual(expect.arrayContaining(['/segue retry', '/segue unpause']));
});

test('in the issue of an incident a rollback is to before the commit that it suspects', async () => {
  const suspect = { commit: good, title: 'New role', number: 412 };
  const { say, done } = await world({ ...incident, pipelines: ['daily'], suspect });
  await say('/segue rollback');
  const to = { kind: 'before', revision: good };
  expect(done).toEqual([['rollback', { pipeline: 'daily', login: 'ana', issue: 1, to }]]);
});

test('of two who hear of a comment at the same time one does it', async () => {
  const { tools, commentOf, done, reply } = await world();
  const comment = commentOf('/segue retry daily');
  const answers = await Promise.all([answerComment(comment, tools()), answerComment(comment, tools())]);
  expect(answers.map(({ kind }) => kind).sort()).toEqual(['answered', 'ignored']);
  expect([done.length, reply().length]).toEqual([1, 1]);
});

test('a stranger leaves no trace in the state, however much they say', async () => {
  const { say, tools } = await world();
  await say('/segue retry daily', { login: 'mallory' });
  expect(await tools().ledger.known()).toEqual(new Set());
});

class Death extends Error {}

/** Dies at the n-th thing that it does to the world: before it is done, or right after. */
function mortal<T extends object>(whole: T, life: { left: number; isAfter: boolean }): T {
  return new Proxy(whole, {
    get: (target, name) => {
      const found = Reflect.get(target, name);
      if (typeof found !== 'function') return found;
      return async (...given: unknown[]) => {
        if (life.left-- === 0 && !life.isAfter) throw new Death();
        const answer = await found.apply(target, given);
        if (life.left === -1 && life.isAfter) throw new Death();
        return answer;
      };
    },
  });
}

const deaths = Array.from({ length: 9 }, (_, left) => [false, true].map((isAfter) => [left, isAfter] as const)).flat();

test.each(deaths)('whoever dies at step %i (after it: %s) loses no command and doubles none', async (left, isAfter) => {
  for (const body of ['/segue retry daily', '/segue pause daily']) {
    const { tools, commentOf, pass, desk, forge, done, reply } = await world();
    const comment = commentOf(body);
    const life = { left, isAfter };
    const { ledger } = tools();
    const doomed = { forge: mortal(forge, life), desk: mortal(desk, life), ledger: mortal(ledger, life) };
    await answerComment(comment, doomed).catch((error) => {
      if (!(error instanceof Death)) throw error;
    });
    // The webhook is delivered again at once, and only much later somebody looks what is left.
    await answerComment(comment, tools());
    pass(11 * 60_000);
    await answerLate(comment, false, tools());
    await answerLate(comment, false, tools());
    expect(reply()).toHaveLength(1);
    const [text = ''] = reply();
    if (done.length === 0) expect(text).toContain('not known');
    if (body.includes('retry')) expect(done.length).toBeLessThanOrEqual(1);
    else expect(done.length).toBeGreaterThanOrEqual(1);
    expect(await tools().ledger.unsettled()).toEqual([]);
  }
});

test('what was edited after it was taken up is not done late', async () => {
  const { tools, commentOf, pass, done, reply } = await world();
  const comment = commentOf('/segue pause daily');
  await tools().ledger.take('comment/7');
  pass(11 * 60_000);
  expect(await answerLate(comment, true, tools())).toMatchObject({ isDone: false });
  expect(done).toEqual([]);
  expect(reply()).toEqual([expect.stringContaining('not known')]);
});
