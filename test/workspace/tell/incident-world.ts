import type { AlertMessage } from '../../../src/incident/alert-message.ts';
import type { Suspect } from '../../../src/incident/culprits.ts';
import { type Book, emptyBook } from '../../../src/incident/incident.ts';
import type { Observation } from '../../../src/incident/observation.ts';
import { type Alerts, defaultAlerts } from '../../../src/model/alerts.ts';
import type { CommentWish, IssueWish } from '../../../src/report/forge/forge.ts';
import { decodeIncidents, encodeIncidents } from '../../../src/store/codec/codec-incidents.ts';
import { IncidentTeller } from '../../../src/workspace/tell/incident-teller.ts';
import { sendAlerts } from '../../../src/workspace/tell/send-alerts.ts';
import { MemoryForge } from '../../support/github-memory-forge.ts';
import { ManualClock } from '../../support/manual-clock.ts';

export type Found = readonly Suspect[] | 'not-checked';

export interface WorldOptions {
  readonly start?: string;
  readonly alerts?: Partial<Alerts>;
  readonly lookUp?: () => Promise<Found>;
}

/** A book, a forge and a webhook; each job is a teller of its own. */
export class IncidentWorld {
  readonly forge = new MemoryForge();
  readonly clock: ManualClock;
  /** Texts of messages that were posted. */
  readonly messages: string[] = [];
  readonly asked: string[] = [];
  book: Book = emptyBook('production');
  lookUp: () => Promise<Found>;
  readonly #alerts: Alerts;

  constructor({ start = '2026-03-02T05:00:00Z', alerts = {}, lookUp = async () => 'not-checked' }: WorldOptions = {}) {
    this.clock = new ManualClock(start);
    this.lookUp = lookUp;
    this.#alerts = { ...defaultAlerts, routes: [{ webhook: 'SLACK', format: 'slack' }], ...alerts };
  }

  /** What one job sees from its begin to its end. */
  async job(...observations: readonly Observation[]): Promise<void> {
    const teller = this.teller();
    for (const each of observations) teller.observe(each);
    await this.playing(teller.close());
  }

  teller(): IncidentTeller {
    const board = {
      book: async () => this.book,
      change: async (_: string, change: (known: Book) => Book) => {
        // What is kept is what can be stored.
        this.book = decodeIncidents(encodeIncidents(change(this.book)), 'production');
        return this.book;
      },
    };
    const { clock, forge } = this;
    const alerts = this.#alerts;
    const labelsOf = async (issue: number) => {
      this.asked.push(`labels of ${issue}`);
      return forge.labelsOf(issue);
    };
    const ensureIssue = (wish: IssueWish) => forge.ensureIssue(wish);
    const ensureComment = (wish: CommentWish) => forge.ensureComment(wish);
    const sending = { board, alerts, environment: 'production', clock, addressOf: () => 'address' };
    return new IncidentTeller({
      board,
      clock,
      forge: { ensureIssue, ensureComment, labelsOf },
      environment: 'production',
      timezone: alerts.timezone,
      lookUp: () => this.lookUp(),
      runOf: async () => undefined,
      alert: (heed) =>
        sendAlerts({
          ...sending,
          heed,
          post: async (_, body) => {
            this.messages.push((JSON.parse(body) as { readonly text: AlertMessage['key'] }).text);
            return 'sent';
          },
        }),
    });
  }

  /** Lets time pass until it is done. */
  async playing<T>(work: Promise<T>): Promise<T> {
    let isDone = false;
    const ended = work.finally(() => {
      isDone = true;
    });
    for (let turn = 0; !isDone && turn < 1_000; turn++) {
      for (let each = 0; each < 50; each++) await Promise.resolve();
      if (!isDone && this.clock.nextIn !== undefined) this.clock.advance(this.clock.nextIn);
    }
    return ended;
  }

  get issues(): readonly string[] {
    return this.forge.issues.map(({ wish: { state, title } }) => `${state}: ${title}`);
  }

  get comments(): readonly string[] {
    return this.forge.comments.map(({ wish }) => wish.body);
  }

  body(index = 0): string {
    return this.forge.issues[index]?.wish.body ?? '';
  }
}
