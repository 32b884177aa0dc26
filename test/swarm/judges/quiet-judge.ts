import type { Incident } from '../../../src/incident/incident.ts';
import { mutedLabel } from '../../../src/report/issue/issue-labels.ts';

/** A comment that asks for quiet, and who wrote it. */
export interface AskedForQuiet {
  readonly login: string;
  /** By the clock of the world. */
  readonly writtenAt: string;
}

/** Judges what becomes of those who want to be told nothing more: who says so is heard, and nobody else is. */
export class QuietJudge {
  /** When the remote has had each word of quiet first, in epoch milliseconds. */
  readonly #stored = new Map<string, number>();
  /** Issues that a process knows to be muted. */
  readonly #known = new Set<string>();
  readonly #mayCommand: (login: string) => boolean;

  constructor(mayCommand: (login: string) => boolean) {
    this.#mayCommand = mayCommand;
  }

  /** The book of incidents has come to the remote; gives what must not be. */
  stored(incidents: readonly Incident[], now: number): readonly string[] {
    return incidents.flatMap(({ id, acked, snoozed }) => {
      const words = [
        ...(acked === undefined || acked.closed ? [] : [`ack ${acked.by} ${id} ${acked.at}`]),
        ...(snoozed === undefined ? [] : [`snooze ${snoozed.by} ${id} ${snoozed.until}`]),
      ];
      return words.flatMap((word) => this.#noted(word, now));
    });
  }

  /** A comment was answered, by what is held to be done; gives what must not be. */
  replied({ login, writtenAt }: AskedForQuiet, body: string): readonly string[] {
    const kind = body.startsWith(`${login} is on it`) ? 'ack' : body.startsWith('Quiet until ') ? 'snooze' : undefined;
    if (kind === undefined) return [];
    const words = [...this.#stored].filter(([word, at]) => {
      return word.startsWith(`${kind} ${login} `) && at >= Date.parse(writtenAt);
    });
    return words.length > 0 ? [] : [`${login} was told "${body}", and the remote knows of none`];
  }

  /** A process has asked which labels an issue has. */
  heard(process: string, issue: number, labels: readonly string[]): void {
    const key = `${process} ${issue}`;
    if (labels.includes(mutedLabel)) this.#known.add(key);
    else this.#known.delete(key);
  }

  /** A process comments on an issue, not to answer anybody; gives what must not be. */
  told(process: string, issue: number, labels: readonly string[]): readonly string[] {
    const isMuted = labels.includes(mutedLabel) && this.#known.has(`${process} ${issue}`);
    return isMuted ? [`${process} tells of what the issue ${issue} is about, and knows that it is muted`] : [];
  }

  #noted(word: string, now: number): readonly string[] {
    if (this.#stored.has(word)) return [];
    this.#stored.set(word, now);
    const [kind, login = ''] = word.split(' ');
    return this.#mayCommand(login) ? [] : [`${login} may not ${kind}, and the book says so`];
  }
}
