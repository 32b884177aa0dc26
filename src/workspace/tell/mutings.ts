import type { Book } from '../../incident/incident.ts';
import { withLabels } from '../../incident/muting.ts';
import type { Forge } from '../../report/forge/forge.ts';
import type { IncidentBoard } from '../../store/shared/incident-board.ts';

export interface MutingsOptions {
  readonly board: Pick<IncidentBoard, 'change'>;
  readonly forge: Pick<Forge, 'labelsOf'>;
}

/** Asks issues whether somebody has muted them, just before people would be told something. */
export class Mutings {
  readonly #options: MutingsOptions;
  /** Asked since the round began, by id of the incident. */
  #asked = new Set<string>();

  constructor(options: MutingsOptions) {
    this.#options = options;
  }

  /** Something is to be told now; what was asked for the last round is asked anew. */
  begin(): void {
    this.#asked = new Set();
  }

  /** The book as people want to be told of it. Where the forge gives no answer, what was known before counts. */
  async heed(book: Book, incidents: Iterable<string>): Promise<Book> {
    const { board, forge } = this.#options;
    const labels: (readonly [string, readonly string[]])[] = [];
    for (const id of new Set(incidents)) {
      const issue = book.incidents.find((each) => each.id === id)?.told.issue;
      if (issue === undefined || this.#asked.has(id)) continue;
      this.#asked.add(id);
      const answer = await forge.labelsOf(issue.id);
      if (answer.kind === 'unreachable') break;
      if (answer.kind === 'known') labels.push([id, answer.labels]);
    }
    const heeded = (known: Book) => labels.reduce((next, [id, each]) => withLabels(next, id, each), known);
    if (heeded(book) === book) return book;
    // Where others write all the time it is stored with a later round; it is heeded now.
    return (await board.change('Heed labels', heeded)) ?? heeded(book);
  }
}
