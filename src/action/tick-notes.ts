import type { SummaryView } from '../report/summary-page.ts';
import { noteText } from '../report/tick-text.ts';
import type { RunDocument } from '../run/document.ts';
import type { Wait } from '../tick/step.ts';
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
    switch (event.event) {
      case 'ended':
        this.runs.push(event.document);
        this.#hasTrouble ||= event.document.state !== 'success';
        break;
      case 'refused':
      case 'broken':
        this.#findings.push(`${event.pipeline}: ${event.problem.message}`);
        this.#hasTrouble = true;
        break;
      case 'waits':
        this.#waits.push(event);
        break;
      case 'noted':
        this.#notes.push({ pipeline: event.pipeline, text: noteText(event.note) });
        break;
      case 'tick-started':
      case 'claimed':
      case 'lost-race':
      case 'taking-over':
      case 'gone':
      case 'outrun':
      case 'renewed':
      case 'run':
        break;
      default:
        event satisfies never;
    }
  }
}
