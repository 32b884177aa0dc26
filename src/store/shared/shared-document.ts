import type { Chance } from '../documents/document-state.ts';
import type { Version } from '../documents/documents.ts';
import type { Urgency } from '../push/push-budget.ts';
import type { SwapRefs } from './swap-refs.ts';

const nonceBytes = 16;
const tries = 20;

export interface SharedDocumentOptions<T> {
  readonly refs: SwapRefs;
  readonly ref: string;
  /** Of the document in the ref's tree. */
  readonly path: string;
  readonly chance: Pick<Chance, 'hex'>;
  /** What is there as long as nobody has written. */
  readonly empty: () => T;
  readonly encode: (value: T) => string;
  /** @throws {Problem} if it cannot be believed. */
  readonly decode: (text: string) => T;
}

/** What is stored now, and where nothing is. */
interface Seen<T> {
  readonly version: Version | undefined;
  readonly value: T;
}

/** One document in a ref of its own, which all processes share and change by compare-and-set. */
export class SharedDocument<T> {
  readonly #options: SharedDocumentOptions<T>;
  /** Changes of this process, one after the other: they need not race each other. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: SharedDocumentOptions<T>) {
    this.#options = options;
  }

  /** @throws {Problem} SG606, SG607 if the document cannot be believed, SG609 if the remote cannot be reached. */
  async read(): Promise<T> {
    return (await this.#look()).value;
  }

  /**
   * Compare-and-set: `change` is asked again whenever somebody else wrote first, and after a lost answer; it must depend on nothing
   * but its argument. If it gives what it was given, nothing is written. Gives what is in force, or undefined if others were
   * faster each time.
   *
   * @param subject One line for the audit log, without control characters.
   * @throws {Problem} SG606, SG607, SG608, SG609
   */
  change(subject: string, change: (value: T) => T, urgency: Urgency = 'now'): Promise<T | undefined> {
    const mine = this.#last.catch(() => undefined).then(() => this.#change(subject, change, urgency));
    this.#last = mine;
    return mine;
  }

  async #change(subject: string, change: (value: T) => T, urgency: Urgency): Promise<T | undefined> {
    const { refs, ref, path, encode, chance } = this.#options;
    for (let attempt = 0; attempt < tries; attempt++) {
      const { version, value } = await this.#look();
      const wanted = change(value);
      if (wanted === value) return value;
      const signed = `${subject}\n\nSegue-Writer: ${chance.hex(nonceBytes)}\n`;
      const made = await refs.make(version, new Map([[path, encode(wanted)]]), signed);
      if ((await refs.swap(ref, version, made, urgency)) === 'done') return wanted;
    }
    return undefined;
  }

  async #look(): Promise<Seen<T>> {
    const { refs, ref, path, decode, empty } = this.#options;
    const version = (await refs.list(ref)).get(ref);
    const text = version === undefined ? undefined : await refs.read(version, path);
    return { version, value: text === undefined ? empty() : decode(text) };
  }
}
