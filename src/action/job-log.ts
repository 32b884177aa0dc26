/**
 * The log of a job. The runner obeys commands that it finds in lines (`::error::`, `##[group]` even inside of them), whoever
 * wrote them; so all that is no command of ours stands where the runner has been told to obey nothing until it reads a word
 * that nobody else knows.
 */
export class JobLog {
  readonly #write: (text: string) => void;
  readonly #word: string;
  #isObeying = true;

  /** @param word Hard to guess, and never given to a task. */
  constructor(write: (text: string) => void, word: string) {
    this.#write = write;
    this.#word = word;
  }

  /** Text of any kind; line breaks inside of a line are kept, and obeyed as little. */
  lines(lines: readonly string[]): void {
    if (lines.length === 0) return;
    if (this.#isObeying) this.#write(`::stop-commands::${this.#word}\n`);
    this.#isObeying = false;
    this.#write(lines.map((line) => `${line}\n`).join(''));
  }

  /** Lines that are folded away below a title. */
  group(title: string, lines: readonly string[]): void {
    this.#command('group', {}, title);
    this.lines(lines);
    this.#command('endgroup', {}, '');
  }

  /** A remark that GitHub shows on the page of the job, and on the line of a file if it is told one. */
  annotate(level: 'notice' | 'warning' | 'error', message: string, place: AnnotationPlace = {}): void {
    const { title, file, line } = place;
    const properties = {
      ...(file === undefined ? {} : { file }),
      ...(line === undefined ? {} : { line: String(line) }),
      ...(title === undefined ? {} : { title }),
    };
    this.#command(level, properties, message);
  }

  /** From here on the runner writes `***` for it. */
  mask(value: string): void {
    for (const line of value.split(/\r?\n/)) if (line !== '') this.#command('add-mask', {}, line);
  }

  #command(name: string, properties: Readonly<Record<string, string>>, data: string): void {
    if (!this.#isObeying) this.#write(`::${this.#word}::\n`);
    this.#isObeying = true;
    const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(value)}`);
    this.#write(`::${name}${list.length === 0 ? '' : ` ${list.join(',')}`}::${escapeData(data)}\n`);
  }
}

export interface AnnotationPlace {
  readonly title?: string;
  readonly file?: string;
  readonly line?: number;
}

/** As `@actions/core` escapes them. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
