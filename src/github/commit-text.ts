/** A commit's parts, by GitHub's names. */
export interface CommitParts {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
}

export interface Signature {
  readonly name: string;
  readonly email: string;
  /** ISO 8601, whole seconds. */
  readonly date: string;
}

/** The parts of a commit in git's own form, as state commits are written: times in UTC, no further headers. */
export function partsOfCommit(text: string): CommitParts {
  const end = text.indexOf('\n\n');
  const lines = text.slice(0, end).split('\n');
  const values = (key: string) =>
    lines.flatMap((line) => (line.startsWith(`${key} `) ? [line.slice(key.length + 1)] : []));
  return {
    tree: values('tree')[0] ?? '',
    parents: values('parent'),
    author: signatureOf(values('author')[0]),
    committer: signatureOf(values('committer')[0]),
    message: text.slice(end + 2),
  };
}

/** A commit in git's own form. Signatures and other headers are left out: nobody asks for them, and the id is known. */
export function commitText({ tree, parents, author, committer, message }: CommitParts): string {
  return [
    `tree ${tree}`,
    ...parents.map((parent) => `parent ${parent}`),
    `author ${signed(author)}`,
    `committer ${signed(committer)}`,
    '',
    message,
  ].join('\n');
}

function signatureOf(line = ''): Signature {
  const {
    name = '',
    email = '',
    seconds = '0',
  } = /^(?<name>.*) <(?<email>.*)> (?<seconds>\d+) /.exec(line)?.groups ?? {};
  return { name, email, date: new Date(Number(seconds) * 1_000).toISOString().replace('.000Z', 'Z') };
}

function signed({ name, email, date }: Signature): string {
  const seconds = Math.floor(Date.parse(date) / 1_000);
  return `${name} <${email}> ${Number.isFinite(seconds) ? seconds : 0} +0000`;
}
