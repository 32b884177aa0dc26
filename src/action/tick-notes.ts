import type { SummaryView } from '../report/check/summary-page.ts';
import { noteText } from '../report/command/tick-text.ts';
import type { RunDocument } from '../run/document.ts';
import type { Wait } from '../tick/step.ts';
import { isTrouble } from '../workspace/tick/event-text.ts';
import type { TickEvent } from '../workspace/tick/tick-event.ts';

/** What a tick has told, as the outputs and the summary of its job need it. */
export class TickNotes {
  readonly runs: RunDocument[] = [];
  readonly #waits: { readonly pipeline: string; readonly why: Wait }[] = [];
  readonly #notes: { readonly pipeline: string; readonly text: string }[] = [];
  readonly #findings: string[] = [];
  #hasTrouble = false;

  get hasTrouble(): boolean {
    return this.#hasTrouble;
  }

  get told(): Pick<SummaryView, 'waits' | 'notes' | 'findings'> {
    return { waits: this.#waits, notes: this.#notes, findings: this.#findings };
  }

  /** Something that somebody should know of, though it hinders nothing. */
  find(sentence: string): void {
    this.#findings.push(sentence);
  }

  take(event: TickEvent): void {
    this.#hasTrouble ||= isTrouble(event);
    if (event.event === 'ended') this.runs.push(event.document);
    if (event.event === 'refused' || event.event === 'broken') {
      this.#findings.push(`${event.pipeline}: ${event.problem.message}`);
    }
    if (event.event === 'waits') this.#waits.push(event);
    if (event.event === 'noted') this.#notes.push({ pipeline: event.pipeline, text: noteText(event.note) });
  }
}
