import type { AlertMessage } from '../../incident/alert-message.ts';
import { planAlerts, recordSent } from '../../incident/alert-plan.ts';
import { type Book, emptyBook, type Incident, type LastGreen, type MemberFacts } from '../../incident/incident.ts';
import type { Observation } from '../../incident/observation.ts';
import { observeAll } from '../../incident/observe.ts';
import { standingOf } from '../../incident/standing.ts';
import type { Alerts } from '../../model/alerts.ts';
import type { Instant, RunDocument } from '../../run/document.ts';
import type { Ledger } from './ledger.ts';
import type { WorldListener } from './world-event.ts';

/** What people would be told of a world: the book of incidents, and the alerts that follow from it. */
export class Telling {
  readonly #ledger: Ledger;
  readonly #alerts: Alerts;
  readonly #listener: WorldListener;
  readonly #greens = new Map<string, LastGreen>();
  /** Pipelines that some incident has hit: of the others a success is no news. */
  readonly #hit = new Set<string>();
  readonly #openings = new Map<string, number>();
  #book: Book;
  /** Something may have to wait for the end of a night, or of a day. */
  #isHeld = false;

  constructor(ledger: Ledger, environment: string, alerts: Alerts, listener: WorldListener) {
    this.#ledger = ledger;
    this.#alerts = alerts;
    this.#listener = listener;
    this.#book = emptyBook(environment);
  }

  ended(run: RunDocument, now: number): void {
    const { pipeline, state, finishedAt = '', commit } = run;
    if (state === 'success') this.#greens.set(pipeline, { run: run.run, commit, at: finishedAt });
    if (state === 'success' && !this.#hit.has(pipeline)) return;
    this.#observe({ kind: 'run-ended', run, facts: this.#factsOf(pipeline) }, now);
  }

  missed(pipeline: string, deadline: Instant, now: number, run?: string): void {
    const seen = new Date(now).toISOString();
    const facts = this.#factsOf(pipeline);
    this.#observe({ kind: 'deadline-missed', pipeline, deadline, seen, facts, ...(run && { run }) }, now);
  }

  /** What had to wait goes out when somebody is awake. */
  send(now: number): void {
    if (!this.#isHeld) return;
    this.#sendDue(now);
  }

  #observe(observation: Observation, now: number): void {
    const before = this.#book;
    this.#book = observeAll(before, [observation], now);
    if (this.#book === before) return;
    const known = new Set(before.incidents);
    for (const incident of this.#book.incidents) if (!known.has(incident)) this.#note(incident, now);
    this.#sendDue(now);
  }

  #note(incident: Incident, now: number): void {
    for (const id of Object.keys(incident.members)) this.#hit.add(id);
    const { openings } = standingOf(incident);
    const count = Object.values(incident.members).reduce((most, { forgotten = 0 }) => Math.max(most, forgotten), 0);
    if (openings.length === 0 || openings.length + count <= (this.#openings.get(incident.id) ?? 0)) return;
    this.#openings.set(incident.id, openings.length + count);
    this.#listener({ kind: 'incident', at: new Date(now).toISOString(), incident });
  }

  #sendDue(now: number): void {
    const messages = planAlerts(this.#book, this.#alerts, now);
    for (const message of messages) this.#send(message, now);
    this.#isHeld = this.#alerts.routes.length > 0 && this.#book.incidents.some(isOpen);
  }

  #send(message: AlertMessage, now: number): void {
    this.#book = recordSent(this.#book, message, now);
    this.#listener({ kind: 'alerted', at: new Date(now).toISOString(), message });
  }

  #factsOf(id: string): MemberFacts {
    const { file, owner, tags, runbook, on } = this.#ledger.pipeline(id);
    const green = this.#greens.get(id);
    const goodUpTo = this.#ledger.state(id).served?.at(-1)?.end;
    const timezone = on.schedule[0]?.timezone;
    return {
      file,
      tags,
      waiting: this.#waitingFor(id),
      ...(owner === undefined ? {} : { owner }),
      ...(runbook === undefined ? {} : { runbook }),
      ...(goodUpTo === undefined ? {} : { goodUpTo }),
      ...(green === undefined ? {} : { lastGreen: green }),
      ...(timezone === undefined ? {} : { timezone }),
    };
  }

  #waitingFor(id: string): readonly string[] {
    const found = new Set([id]);
    for (const each of found) for (const next of this.#ledger.downstream(each)) found.add(next);
    found.delete(id);
    return [...found].sort();
  }
}

function isOpen(incident: Incident): boolean {
  return standingOf(incident).state === 'open';
}
