import { type Book, emptyBook } from '../incident/incident.ts';
import { decodeIncidents, encodeIncidents } from './codec-incidents.ts';
import type { Chance } from './document-state.ts';
import type { Version } from './documents.ts';
import { incidentsRef } from './names.ts';
import type { SwapRefs } from './swap-refs.ts';

export const incidentsPath = 'incidents.json';
const nonceBytes = 16;
const tries = 20;

/** What is stored now, and where nothing is. */
interface Seen {
  readonly version: Version | undefined;
  readonly book: Book | undefined;
}

/** The book of an environment's incidents, in a ref that all its processes share. */
export class IncidentBoard {
  readonly #refs: SwapRefs;
  readonly #environment: string;
  readonly #ref: string;
  readonly #chance: Pick<Chance, 'hex'>;
  /** Changes of this process, one after the other: they need not race each other. */
  #last: Promise<unknown> = Promise.resolve();

  /** @throws {Problem} SG612 if the environment cannot be named. */
  constructor(refs: SwapRefs, environment: string, chance: Pick<Chance, 'hex'>) {
    this.#refs = refs;
    this.#environment = environment;
    this.#ref = incidentsRef(environment);
    this.#chance = chance;
  }

  /** @throws {Problem} SG606, SG607 if the document cannot be believed, SG609 if the remote cannot be reached. */
  async book(): Promise<Book> {
    return (await this.#read()).book ?? emptyBook(this.#environment);
  }

  /**
   * Compare-and-set: `change` is asked again whenever somebody else wrote first, and after a lost answer; it must depend on nothing
   * but its argument. If it gives the book that it was given, nothing is written. Gives the book that is in force, or
   * undefined if others were faster each time.
   *
   * @param subject One line for the audit log, without control characters.
   * @throws {Problem} SG606, SG607, SG608, SG609
   */
  change(subject: string, change: (book: Book) => Book): Promise<Book | undefined> {
    const mine = this.#last.catch(() => undefined).then(() => this.#change(subject, change));
    this.#last = mine;
    return mine;
  }

  async #change(subject: string, change: (book: Book) => Book): Promise<Book | undefined> {
    for (let attempt = 0; attempt < tries; attempt++) {
      const { version, book = emptyBook(this.#environment) } = await this.#read();
      const wanted = change(book);
      if (wanted === book) return book;
      const edits = new Map([[incidentsPath, encodeIncidents(wanted)]]);
      const signed = `${subject}\n\nSegue-Writer: ${this.#chance.hex(nonceBytes)}\n`;
      const made = await this.#refs.make(version, edits, signed);
      if ((await this.#refs.swap(this.#ref, version, made, 'now')) === 'done') return wanted;
    }
    return undefined;
  }

  async #read(): Promise<Seen> {
    const version = (await this.#refs.list(this.#ref)).get(this.#ref);
    const text = version === undefined ? undefined : await this.#refs.read(version, incidentsPath);
    return { version, book: text === undefined ? undefined : decodeIncidents(text, this.#environment) };
  }
}
