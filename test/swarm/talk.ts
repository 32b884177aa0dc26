import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseComment } from '../../src/command/parse-comment.ts';
import type { WrittenComment } from '../../src/github/written-comments.ts';
import { mutedLabel } from '../../src/report/issue/issue-labels.ts';
import { App, appLogin } from './app.ts';
import { CommentJudge } from './comment-judge.ts';
import { bodyOf, type PlannedComment, writers } from './comments.ts';
import type { Dice } from './dice.ts';
import type { World } from './world.ts';

const minute = 60_000;
const longestLateMs = 25 * minute;

/** A comment as it stands there. */
export interface Written extends WrittenComment {
  readonly login: string;
  readonly planned: PlannedComment;
  readonly pipeline: string;
  /** Word that only what comes of this comment holds. */
  readonly tag: string;
  /** It asks for something, and whoever wrote it may. */
  readonly isCommand: boolean;
}

/** Who of those that answer comments is there. */
export type Doors = 'jobs' | 'jobs and app' | 'app';

/** What people write in comments of issues, and how those hear of it who answer. */
export class Talk {
  readonly doors: Doors;
  readonly written: Written[] = [];
  readonly judge: CommentJudge;
  /** When each job was started that somebody asked the forge for. */
  readonly startedAt: number[] = [];
  /** Numbers of issues that somebody has opened again. */
  readonly reopened = new Set<number>();
  readonly #world: World;
  readonly #dice: Dice;
  readonly #app: App | undefined;
  readonly #issue: number;
  #deliveries = 0;
  #jobs = 0;

  private constructor(world: World, issue: number) {
    this.#world = world;
    this.#dice = world.dice.fork('comments delivered');
    this.doors = world.dice.fork('comments doors').pick(['jobs', 'jobs and app', 'app'] as const);
    this.#issue = issue;
    this.judge = new CommentJudge(world, this);
    world.forge.commands = {
      code: world.code,
      changes: new Map(),
      witness: this.judge,
      start: (inputs) => {
        this.startedAt.push(world.time.now);
        world.time.after(5_000, () => this.#start(inputs));
      },
    };
    this.#app = this.doors === 'jobs' ? undefined : new App(world);
  }

  /** People talk in an issue of their own, too; nobody waits for it to be closed. */
  static async begin(world: World): Promise<Talk> {
    const wish = { key: 'talk', title: 'Talk', body: '', state: 'closed', labels: [], assignees: [] } as const;
    const made = await world.forge.kept.ensureIssue(wish);
    return new Talk(world, 'id' in made ? made.id : 0);
  }

  /** Somebody writes. */
  write(planned: PlannedComment): void {
    const { twinAfterMs } = planned;
    const issue = this.#issueOf(planned);
    const first = this.#put(planned, issue);
    if (first === undefined || twinAfterMs === undefined || planned.isEdited) return;
    const other = writers.find((login) => login !== planned.login) ?? '';
    const { twinAfterMs: _, ...rest } = planned;
    this.#world.time.after(twinAfterMs, () => this.#put({ ...rest, login: other, isBot: false }, issue, first));
  }

  /** Somebody closes the issue of an incident, opens it again, or says that nobody is to be told of it. */
  touch(how: 'closed' | 'reopened' | 'labeled' | 'unlabeled', which: number): void {
    const ours = this.#world.forge.kept.issues.filter(({ id }) => id !== this.#issue);
    const issue = ours.at(-1 - (which % Math.min(3, Math.max(1, ours.length))));
    if (issue === undefined) return;
    const { labels } = issue.wish;
    if (how === 'closed' || how === 'reopened') {
      if (how === 'reopened') this.reopened.add(issue.id);
      issue.wish = { ...issue.wish, state: how === 'closed' ? 'closed' : 'open' };
    } else {
      const others = labels.filter((label) => label !== mutedLabel);
      issue.wish = { ...issue.wish, labels: how === 'labeled' ? [...others, mutedLabel] : others };
    }
    this.#world.note(`somebody has ${how} the issue ${issue.id}`);
    const payload = {
      action: how,
      issue: { number: issue.id, user: { login: appLogin } },
      sender: { login: 'ana', type: 'User' },
    };
    this.#tellApp('issues', payload);
  }

  #put(planned: PlannedComment, issue: number, same?: Written): Written | undefined {
    const { world, number } = { world: this.#world, number: this.written.length + 1 };
    const pipeline = world.team.pipelines[planned.which % world.team.pipelines.length];
    if (pipeline === undefined) return undefined;
    const tag = `c${number}x`;
    const tasks = Object.keys(pipeline.tasks);
    const runs = world.ledger.stored(pipeline.id).state?.latest ?? [];
    const run = (runs[planned.which % Math.min(3, Math.max(1, runs.length))] ?? runs[0])?.run;
    const task = tasks[planned.which % tasks.length] ?? 'load';
    const backfill = world.backfills.idOf(pipeline.family);
    const about = {
      pipeline: pipeline.id,
      task,
      tag,
      ...(run === undefined ? {} : { run }),
      ...(backfill === undefined ? {} : { backfill }),
    };
    const body = same === undefined ? bodyOf(planned, about) : same.body.replaceAll(same.tag, tag);
    const { login, isBot, isEdited } = planned;
    const isCommand = !isBot && !isEdited && writers.includes(login) && parseComment(body).kind !== 'none';
    const writtenAt = new Date(Math.floor(world.time.now / 1_000) * 1_000).toISOString();
    const comment: Written = {
      ...{ id: 1_000_000 + number, issue, login, isBot, isEdited, body, writtenAt },
      ...{ planned, pipeline: pipeline.id, tag, isCommand },
    };
    this.written.push(comment);
    world.note(`${planned.id}: ${login} writes comment ${comment.id} to ${issue}: ${JSON.stringify(body)}`);
    this.#deliver(comment);
    return comment;
  }

  #issueOf({ isAtIncident, which }: PlannedComment): number {
    const open = this.#world.forge.kept.issues.filter(({ id, wish }) => id !== this.#issue && wish.state === 'open');
    const found = isAtIncident ? open[which % Math.max(1, open.length)] : undefined;
    return found?.id ?? this.#issue;
  }

  #deliver(comment: Written): void {
    const { id, issue, login, isBot, body, writtenAt } = comment;
    const payload = {
      action: comment.isEdited ? 'edited' : 'created',
      comment: { id, body, created_at: writtenAt, user: { login, type: isBot ? 'Bot' : 'User' } },
      issue: { number: issue },
      repository: { default_branch: 'main' },
    };
    // The condition stands in the workflow, and belongs to the forge.
    const isForJobs = comment.isEdited === false && /^\/segue( |$)/.test(body.split('\n', 1)[0] ?? '');
    if (this.doors !== 'app' && isForJobs) {
      this.#reaching(`job for ${id}`, () => this.#answer(comment, payload));
    }
    const { repository: _, ...event } = payload;
    this.#tellApp('issue_comment', event);
  }

  #tellApp(name: string, payload: object): void {
    if (this.#app === undefined) return;
    const delivery = `delivery-${++this.#deliveries}`;
    this.#reaching(`${delivery} of ${name}`, () => this.#app?.hear(delivery, name, payload));
  }

  /** An event may be lost, late or doubled. */
  #reaching(about: string, arrive: () => void): void {
    const { faults, time } = this.#world;
    if (faults.happens('event-lost', about)) return;
    const late = faults.happens('event-late', about) ? this.#dice.below(longestLateMs) : this.#dice.below(8_000);
    time.after(late, arrive);
    if (faults.happens('event-doubled', about))
      time.after(late + this.#dice.below(this.#dice.pick([1_000, 15 * minute])), arrive);
  }

  #answer(comment: Written, payload: object): void {
    const name = `comment-${++this.#jobs}`;
    const over = this.judge.began(comment.id, name);
    this.#world.runJob(name, { command: 'comment' }, (machine) => {
      const path = join(machine.checkout, '..', 'event.json');
      mkdirSync(machine.scratch, { recursive: true });
      writeFileSync(path, JSON.stringify(payload));
      const variables = { GITHUB_EVENT_NAME: 'issue_comment', GITHUB_EVENT_PATH: path, GITHUB_ACTOR: comment.login };
      return { variables, over };
    });
  }

  #start(inputs: Readonly<Record<string, string>>): void {
    if (inputs.command === undefined || inputs.command === 'tick') this.#world.wakeUp();
    else this.#world.runJob(`asked-${++this.#jobs}`, inputs);
  }
}
