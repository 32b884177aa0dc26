import { type BotProcess, botApp, type Delivery, place, startBot } from '../support/bot-process.ts';
import type { OpenedPull } from '../support/github-pull-requests.ts';
import type { StandIn } from '../support/github-server.ts';
import { standIn } from '../support/github-stand-in.ts';
import { type ScratchRepository, scratchRepository } from '../support/scratch-repository.ts';

export const pipelineFile = 'pipelines/daily.yml';

/** A pipeline whose task says something. */
export function daily(word: string): string {
  return `description: Says something.\nowner: "@acme/data"\ntasks:\n  say:\n    run: echo ${word}\n`;
}

export interface ShownCheck {
  readonly status: string;
  readonly conclusion: string | null;
  readonly title: string;
}

/** A repository on GitHub that the App is installed in. */
export interface BotWorld {
  readonly github: StandIn;
  /** People's working tree. */
  readonly people: ScratchRepository;
  open(head: string, word: string, fork?: string): Promise<OpenedPull>;
  /** Puts files on the default branch. */
  merge(files: Readonly<Record<string, string>>): void;
  checks(commit: string): Promise<readonly ShownCheck[]>;
  comments(pull: OpenedPull): Promise<readonly string[]>;
}

export async function botWorld(): Promise<BotWorld> {
  const people = scratchRepository();
  people.write(pipelineFile, daily('hello'));
  people.commit();
  const github = await standIn({ repository: people, people: ['ana', 'ben'], apps: [botApp] });
  const open: BotWorld['open'] = (head, word, fork) =>
    github.openPull({
      author: fork ?? 'ana',
      head,
      files: { [pipelineFile]: daily(word) },
      ...(fork === undefined ? {} : { fork }),
    });
  return {
    github,
    people,
    open,
    merge: (files) => {
      for (const [path, text] of Object.entries(files)) people.write(path, text);
      people.commit();
      people.git('push', '--quiet', github.bare, 'HEAD:main');
    },
    checks: async (commit) => {
      const { check_runs: runs } = await github.as('acme', 'GET', `/commits/${commit}/check-runs?filter=all`);
      return (runs as (Omit<ShownCheck, 'title'> & { readonly output: { readonly title: string } })[]).map(
        ({ status, conclusion, output: { title } }) => ({ status, conclusion, title }),
      );
    },
    comments: async ({ number }) => {
      const all = (await github.as('acme', 'GET', `/issues/${number}/comments`)) as unknown;
      return (all as { readonly body: string }[]).map(({ body }) => body);
    },
  };
}

/** Starts the app there. */
export async function botIn(
  { github }: BotWorld,
  entry?: string,
  variables?: Readonly<Record<string, string>>,
): Promise<BotProcess & BotHand> {
  const bot = await startBot(github, entry, variables);
  const say: BotHand['say'] = (action, pull, how) => bot.deliver('pull_request', pullEvent(action, pull), how);
  return {
    ...bot,
    say,
    reviewed: async (action, pull, how) => {
      const since = bot.log.length;
      const status = await say(action, pull, how);
      if (status !== 200) throw new Error(`the webhook was answered by ${status}`);
      const { result } = await bot.line(
        ({ what, job }) => what === 'done' && job === `acme/data#${pull.number}`,
        since,
      );
      return inAnyTime(String(result));
    },
  };
}

export interface BotHand {
  /** Sends what GitHub says of a pull request. */
  say(action: string, pull: OpenedPull, how?: Delivery): Promise<number>;
  /** The same, and waits until a review has ended; what the log says of it. */
  reviewed(action: string, pull: OpenedPull, how?: Delivery): Promise<string>;
}

export function pullEvent(action: string, pull: OpenedPull): object {
  return { action, ...place, pull_request: { number: pull.number } };
}

/** On a slow machine a check is said to be on its way before it is there, and so updated in place of created. */
function inAnyTime(result: string): string {
  return result.replaceAll(/\b[0-9a-f]{7}\b/g, 'COMMIT').replace(/check (?:created|updated)/, 'check written');
}
