/** Whom to tell of incidents beside the forge, and when not: `alerts` of `.github/segue.yml`, normalised. */
export interface Alerts {
  /** Failures of a pipeline in a row before anybody is told. */
  readonly after: number;
  /** Messages that one webhook gets in a day; the last of them tells all that is left. */
  readonly perDay: number;
  /** An IANA name: whose days and hours. */
  readonly timezone: string;
  readonly quiet?: QuietHours;
  /** The first that fits an incident gets its messages. */
  readonly routes: readonly AlertRoute[];
}

export interface QuietHours {
  /** Times of day, `HH:MM`; if `to` is not later, it is one of the next day. */
  readonly from: string;
  readonly to: string;
  /** Days on which they begin. */
  readonly days: readonly Weekday[];
  /** What is critical: told all the same, or when they are over. */
  readonly critical: 'always' | 'wait';
}

/** From Sunday on, as calendars count them. */
export const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

export type Weekday = (typeof weekdays)[number];

/** Takes an incident if one of its pipelines fits all that is said here. */
export interface AlertRoute {
  /** The name of the secret that holds the address. */
  readonly webhook: string;
  readonly format: 'slack' | 'json';
  /** Globs of ids. */
  readonly pipelines?: readonly string[];
  readonly tags?: readonly string[];
  readonly owners?: readonly string[];
}

/** Nobody is told: there is no route. */
export const defaultAlerts: Alerts = Object.freeze({ after: 1, perDay: 20, timezone: 'UTC', routes: [] });
