import type { ChangeForge } from '../../src/report/forge/change-forge.ts';
import type { CommitForge } from '../../src/report/forge/commit-forge.ts';
import type { CommandForge, Declined, DispatchWish } from '../../src/report/forge/forge.ts';
import type { MemoryForge } from '../support/github-memory-forge.ts';
import { type CodeHistory, sha1 } from './code-history.ts';

/** Asks the forge as some process, which may fail or never come back. */
export type Ask = <T>(work: () => Promise<T>, what: string) => Promise<T | Declined>;

/** Who hears what becomes of comments, at the forge itself. */
export interface CommentWitness {
  /** A reply stands there now, or says something else. */
  replied(comment: number, body: string): void;
  reacted(comment: number, content: string): void;
  /** A process has heard which labels an issue has. */
  labelled(process: string, issue: number, labels: readonly string[]): void;
  /** A process has commented on an issue that has these labels, and answers nobody. */
  told(process: string, issue: number, labels: readonly string[]): void;
  /** @param comment For which it was asked; absent where it was no comment. */
  dispatched(comment: number | undefined, inputs: DispatchWish['inputs']): void;
  /** A pull request was opened. */
  opened(comment: number | undefined, branch: string): void;
}

export interface CommandPlace {
  readonly kept: MemoryForge;
  /** Who asks. */
  readonly process: string;
  readonly code: CodeHistory;
  /** Pull requests that bring something back, by their branches. */
  readonly changes: Map<string, number>;
  readonly witness: CommentWitness;
  /** Starts the job of a dispatch, after a while. */
  readonly start: (inputs: DispatchWish['inputs']) => void;
}

/** What those who answer comments ask of a forge, and what they ask of its commits. */
export function commandVerbs(ask: Ask, place: CommandPlace): CommandForge & CommitForge & ChangeForge {
  // Whoever answers a comment shows first that it was taken up.
  let about: number | undefined;
  return {
    ...commitVerbs(ask, place),
    ensureComment: (wish) =>
      ask(async () => {
        const answer = await place.kept.ensureComment(wish);
        const id = /^command\/(\d+)$/.exec(wish.key)?.[1];
        if (id !== undefined) place.witness.replied(Number(id), wish.body);
        else place.witness.told(place.process, wish.issue, labelsIn(place.kept, wish.issue));
        return answer;
      }, `comment ${wish.key}`),
    hasReply: (where) => ask(() => place.kept.hasReply(where), `whether ${where.key} is there`),
    react: (wish) => {
      about = wish.comment;
      return ask(async () => {
        place.witness.reacted(wish.comment, wish.content);
        return place.kept.react(wish);
      }, `reaction ${wish.content} to ${wish.comment}`);
    },
    permissionOf: (login) => ask(() => place.kept.permissionOf(login), `the permission of ${login}`),
    dispatch: ({ inputs }) => {
      const comment = about;
      return ask(
        async () => {
          place.witness.dispatched(comment, inputs);
          place.start(inputs);
          return { kind: 'done' as const };
        },
        `a job for ${inputs.command ?? 'what is next'}`,
      );
    },
    workflowRun: () => ask(async () => ({ kind: 'known' as const, hasEnded: false }), 'a run of the workflow'),
    ensureChange: ({ branch }) => {
      const comment = about;
      return ask(async () => {
        const known = place.changes.get(branch);
        const number = known ?? 900 + place.changes.size;
        place.changes.set(branch, number);
        if (known === undefined) place.witness.opened(comment, branch);
        return {
          kind: known === undefined ? ('created' as const) : ('unchanged' as const),
          number,
          url: `pull/${number}`,
        };
      }, `a pull request of ${branch}`);
    },
  };
}

function labelsIn({ issues }: MemoryForge, issue: number): readonly string[] {
  return issues.find(({ id }) => id === issue)?.wish.labels ?? [];
}

type History = CommitForge & Omit<ChangeForge, 'ensureChange'>;

/** The default branch is a line of commits. */
function commitVerbs(ask: Ask, { code }: CommandPlace): History {
  const tell = <T extends object>(what: string, found: () => T) =>
    ask(async () => ({ kind: 'known' as const, ...found() }), what);
  const named = (commit: string | undefined) => (commit === undefined ? {} : { commit: code.named(commit) });
  return {
    tipOf: (branch) => tell(`the tip of ${branch}`, () => ({ commit: code.head })),
    forkOf: (base, head) => tell('a fork', () => ({ commit: code.isInHistory(base, head) ? base : head })),
    filesAt: (commit, { paths, isWanted = () => true }) =>
      tell(`the files at ${commit.slice(0, 7)}`, () => {
        const isAsked = (path: string) => paths.some((each) => path === each || path.startsWith(`${each}/`));
        const found = [...code.filesAt(commit)].filter(([path]) => isAsked(path) && isWanted(path)).sort();
        return { files: found.map(([file, text]) => ({ file, content: Buffer.from(text) })) };
      }),
    differingFiles: (base, head) =>
      tell('what differs', () => {
        const ids = (one: string, other: string) =>
          new Map([...code.filesAt(one)].filter(([path, text]) => code.filesAt(other).get(path) !== text).map(idOf));
        return { base: ids(base, head), head: ids(head, base) };
      }),
    commitNamed: (name) => tell(`the commit ${name}`, () => named(code.line.find((each) => each.startsWith(name)))),
    newestChange: (tip, path) => tell(`who changed ${path}`, () => named(code.newestChange(tip, path))),
    arrivalOf: (commit) => tell(`how ${commit.slice(0, 7)} came`, () => ({})),
  };
}

function idOf([path, text]: readonly [string, string]): readonly [string, string] {
  return [path, sha1(text)];
}
