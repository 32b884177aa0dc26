import { Octokit } from '@octokit/rest';
import type { Clock } from '../run/ports.ts';
import { KeptAnswers } from './kept-answers.ts';
import { Pace } from './pace.ts';
import { PatientSender } from './patient-sender.ts';

export interface GithubOptions {
  /** A function is asked at each visit, for tokens that do not last; what it throws is what the visit throws. */
  readonly token: string | (() => Promise<string>);
  /** `owner/name`. */
  readonly repository: string;
  /** As in `GITHUB_API_URL`; GitHub Enterprise Server's ends in `/api/v3`. */
  readonly apiUrl?: string;
  /** Segue's own, for the user agent. */
  readonly version: string;
  readonly clock: Clock;
  /** How long one visit may take, waiting for limits included. */
  readonly budgetMs?: number;
  /** How long one request may go without an answer. */
  readonly answerMs?: number;
  readonly fetch?: typeof globalThis.fetch;
  /** Shared by clients whose requests count against one limit. */
  readonly pace?: Pace;
  /** Shared by clients that come and go: GitHub says of each answer whether it is still true for who asks. */
  readonly kept?: KeptAnswers;
}

/** Some requests that belong together, with the time that they have. */
export interface Visit {
  /** Its requests throw `GithubFailure` and nothing else, after all the patience that makes sense. */
  readonly github: Octokit;
  /** `owner` and `repo`, for every route that wants them. */
  readonly at: { readonly owner: string; readonly repo: string };
  /** Waits; throws `late` if the visit has not that much time. */
  pause(ms: number, late: Error): Promise<void>;
}

/** The answers that this code was written for; GitHub keeps giving them to those who say so. */
const apiVersion = '2022-11-28';
/** octokit tells the console what GitHub has deprecated, which is nothing to whoever reads a run's log. */
const quiet = { debug: noop, info: noop, warn: noop, error: noop };

/** GitHub ends what takes it ten seconds; the rest is the way there and back. */
const answerMs = 30_000;
const budgetMs = 60_000;

/**
 * One repository on GitHub, as one token sees it. Requests go out one after the other, as GitHub advises, and keep its limits:
 * its plug-ins for that (throttling, retry) ask no clock but the machine's, know no end to waiting, and send a POST again whose
 * answer was lost, which makes two issues of one.
 */
export class GithubClient {
  readonly #options: GithubOptions;
  readonly #pace: Pace;
  readonly #kept: KeptAnswers;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: GithubOptions) {
    this.#options = options;
    this.#pace = options.pace ?? new Pace();
    this.#kept = options.kept ?? new KeptAnswers();
  }

  /** Does `work` when all earlier visits are over; its time begins then. */
  visit<T>(work: (visit: Visit) => Promise<T>): Promise<T> {
    const turn = this.#last.then(async () => work(this.#open(await this.#token())));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #token(): Promise<string> {
    const { token } = this.#options;
    return typeof token === 'string' ? token : token();
  }

  #open(token: string): Visit {
    const { repository, clock, apiUrl, version, fetch } = this.#options;
    const [owner = '', repo = ''] = repository.split('/');
    const github = new Octokit({
      auth: token,
      userAgent: `segue/${version}`,
      ...(apiUrl === undefined ? {} : { baseUrl: apiUrl.replace(/\/+$/, '') }),
      log: quiet,
      request: { log: quiet, ...(fetch === undefined ? {} : { fetch }) },
    });
    const sender = new PatientSender({
      clock,
      pace: this.#pace,
      kept: this.#kept,
      until: clock.steady() + (this.#options.budgetMs ?? budgetMs),
      answerMs: this.#options.answerMs ?? answerMs,
    });
    github.hook.wrap('request', (send, options) => {
      options.headers['x-github-api-version'] = apiVersion;
      return sender.send(send, options, github.request.endpoint(options));
    });
    return { github, at: { owner, repo }, pause: (ms, late) => sender.pause(ms, late) };
  }
}

function noop(): void {}
