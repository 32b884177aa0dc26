import { type AnswerTools, answerComment } from '../../src/command/answer-comment.ts';
import type { Subject } from '../../src/command/command.ts';
import type { CommandDesk } from '../../src/command/desk.ts';
import type { NewComment } from '../../src/command/reply.ts';
import { Problem } from '../../src/diagnostic/problem.ts';
import { CommandBoard } from '../../src/store/shared/command-board.ts';
import { MemorySwapRefs } from '../../src/store/shared/memory-swap-refs.ts';
import { MemoryForge } from '../support/github-memory-forge.ts';

export const good = '3f2a1c9000000000000000000000000000000000';
export const meant = { run: 'r-7k2m9x4q', pipeline: 'daily' };

/** A forge with one issue, and a desk that writes down what it is asked. */
export async function world(here?: Subject) {
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

export const incident: Subject = {
  incident: 'abcd',
  runs: ['r-7k2m9x4q', 'r-aaaaaaaa'],
  pipelines: ['daily', 'hourly'],
  isTarget: () => false,
};
