import { reactionsTo } from '../../src/bot/events.ts';
import type { Desk, Job, JobOutcome } from '../../src/bot/job.ts';
import { pullReviewer } from '../../src/bot/pull-reviewer.ts';
import { emptyMemory } from '../../src/bot/repository-memory.ts';
import { type Found, webhookEvent } from '../../src/bot/webhook-event.ts';
import { GithubClient } from '../../src/github/client.ts';
import { githubForge } from '../../src/github/forge.ts';
import { liveRandomness } from '../../src/process/randomness.ts';
import { reviewOf } from '../../src/review/review-of.ts';
import { type GithubState, openGithubState } from '../../src/workspace/forge/github-state.ts';
import { botApp, botInstallation, place } from '../support/bot-process.ts';
import type { StandIn } from '../support/github-server.ts';
import { standIn } from '../support/github-stand-in.ts';
import { LeapingClock, leapingTimes } from '../support/leaping-clock.ts';
import { type ScratchRepository, scratchRepository } from '../support/scratch-repository.ts';

/** A repository in which the App works, without a process of its own: its waiting takes no time. */
export interface DeskWorld {
  readonly github: StandIn;
  readonly people: ScratchRepository;
  readonly desk: Desk;
  readonly clock: LeapingClock;
  /** The same repository's state, as another process without a clone sees it. */
  readonly state: GithubState;
  /** Puts files on the default branch; undefined takes one away. Gives the commit. */
  merge(files: Readonly<Record<string, string>>): string;
  /** Lets time pass. */
  pass(ms: number): Promise<void>;
  /** Sends a webhook and does all that comes of it. */
  send(event: string, payload: object, id?: string, found?: Found): Promise<readonly JobOutcome[]>;
  /** Does a job, and those that it offers. */
  perform(job: Job): Promise<readonly JobOutcome[]>;
  /** Somebody comments, and the webhook arrives; gives the number of the comment. */
  say(
    body: string,
    how?: { readonly login?: string; readonly issue?: number; readonly isLost?: boolean },
  ): Promise<number>;
  /** What the App has answered on an issue, without the markers. */
  replies(issue?: number): Promise<readonly string[]>;
}

let deliveries = 0;

/** `ana` and `ben` may write, `mallory` may not; the first issue is there. */
export async function deskWorld(files: Readonly<Record<string, string>>): Promise<DeskWorld> {
  const people = scratchRepository();
  const workflow = { '.github/workflows/segue.yml': 'on: workflow_dispatch\n' };
  for (const [path, text] of Object.entries({ ...workflow, ...files })) people.write(path, text);
  people.commit();
  const github = await standIn({ repository: people, people: ['ana', 'ben', 'mallory'], apps: [botApp] });
  for (const login of ['ana', 'ben']) await github.as('acme', 'PUT', `/collaborators/${login}`, { permission: 'push' });
  const clock = new LeapingClock(new Date().toISOString());
  github.commands.now = () => clock.now();
  const desk = deskOf(github, clock);
  const offered: Job[] = [];
  const working = { ...desk, offer: (job: Job) => void offered.push(job) };
  const perform = async (job: Job): Promise<readonly JobOutcome[]> => {
    const outcomes = [await job.work(working)];
    for (let next = offered.shift(); next !== undefined; next = offered.shift())
      outcomes.push(await next.work(working));
    return outcomes;
  };
  const send: DeskWorld['send'] = async (event, payload, id = `delivery-${deliveries++}`, found = undefined) => {
    const outcomes: JobOutcome[] = [];
    for (const reaction of reactionsTo(webhookEvent(id, event, { ...place, ...payload }, found))) {
      if (reaction !== 'look-around') outcomes.push(...(await perform(reaction)));
    }
    return outcomes;
  };
  await github.as(`${botApp.slug}[bot]`, 'POST', '/issues', { title: 'daily fails' });
  return {
    github,
    people,
    desk: working,
    clock,
    state: openGithubState({ client: clientOf(github, clock), clock, chance: liveRandomness() }),
    perform,
    send,
    merge: (changes) => {
      for (const [path, text] of Object.entries(changes)) people.write(path, text);
      const commit = people.commit();
      people.git('push', '--quiet', github.bare, 'HEAD:main');
      return commit;
    },
    pass: (ms) => new Promise((resolve) => void clock.after(ms, resolve)),
    say: async (body, { login = 'ana', issue = 1, isLost = false } = {}) => {
      const comment = await github.as(login, 'POST', `/issues/${issue}/comments`, { body });
      if (!isLost) await send('issue_comment', { action: 'created', issue: { number: issue }, comment });
      return Number(comment.id);
    },
    replies: async (issue = 1) => {
      const all = (await github.as('acme', 'GET', `/issues/${issue}/comments?per_page=100`)) as unknown;
      return (all as { readonly body: string }[])
        .filter(({ body }) => body.startsWith('<!-- segue:command/'))
        .map(({ body }) => body.slice(body.indexOf('\n') + 1));
    },
  };
}

/** A desk that has read nothing yet, as after a restart. */
export function deskOf(github: StandIn, clock: LeapingClock): Desk {
  const client = clientOf(github, clock);
  const login = `${botApp.slug}[bot]`;
  const at = { installation: botInstallation, owner: 'acme', name: 'data', defaultBranch: 'main' };
  const forge = githubForge(client, { login });
  const desk = { at, client, forge, clock, memory: emptyMemory(), login, offer: () => undefined };
  const reviewer = pullReviewer({ judge: async (change) => reviewOf(change), randomness: liveRandomness() });
  return { ...desk, ...reviewer(desk) };
}

function clientOf(github: StandIn, clock: LeapingClock): GithubClient {
  const { url: apiUrl, repository } = github;
  const token = github.appToken(botApp.slug, botApp.permissions);
  return new GithubClient({ token, repository, apiUrl, version: '1.2.3', clock, ...leapingTimes });
}
