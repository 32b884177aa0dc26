import { type Book, emptyBook } from '../../incident/incident.ts';
import { decodeIncidents, encodeIncidents } from '../codec/codec-incidents.ts';
import type { Chance } from '../documents/document-state.ts';
import { incidentsRef } from '../names.ts';
import { SharedDocument } from './shared-document.ts';
import type { SwapRefs } from './swap-refs.ts';

export const incidentsPath = 'incidents.json';

/** The book of an environment's incidents, in a ref that all its processes share. */
export class IncidentBoard {
  readonly #document: SharedDocument<Book>;

  /** @throws {Problem} SG612 if the environment cannot be named. */
  constructor(refs: SwapRefs, environment: string, chance: Pick<Chance, 'hex'>) {
    this.#document = new SharedDocument({
      refs,
      ref: incidentsRef(environment),
      path: incidentsPath,
      chance,
      empty: () => emptyBook(environment),
      encode: encodeIncidents,
      decode: (text) => decodeIncidents(text, environment),
    });
  }

  /** @throws {Problem} SG606, SG607 if the document cannot be believed, SG609 if the remote cannot be reached. */
  book(): Promise<Book> {
    return this.#document.read();
  }

  /**
   * As `SharedDocument.change`.
   *
   * @param subject One line for the audit log, without control characters.
   * @throws {Problem} SG606, SG607, SG608, SG609
   */
  change(subject: string, change: (book: Book) => Book): Promise<Book | undefined> {
    return this.#document.change(subject, change);
  }
}
