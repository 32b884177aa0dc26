import type {
  CheckWish,
  CommandForge,
  CommentPlace,
  CommentWish,
  DispatchWish,
  Ensured,
  Forge,
  IssueWish,
  ReactionWish,
} from '../../src/report/forge/forge.ts';
import type { ReviewForge } from '../../src/report/forge/review-forge.ts';

interface Kept<W> {
  readonly id: number;
  wish: W;
}

/** A forge without a network, for tests of those who tell it things. It keeps what was wished, and can be away. */
export class MemoryForge implements Forge, CommandForge {
  readonly checks: Kept<CheckWish>[] = [];
  readonly issues: Kept<IssueWish>[] = [];
  readonly comments: Kept<CommentWish>[] = [];
  readonly reactions: ReactionWish[] = [];
  readonly dispatched: DispatchWish[] = [];
  /** Answers of this kind come until it is taken away. */
  trouble: Extract<Ensured, { kind: 'refused' | 'unreachable' }> | undefined;
  readonly #noAssignees: ReadonlySet<string>;
  readonly #writers: ReadonlySet<string>;
  #last = 0;

  /** `noAssignees` are not accepted as such; `writers` may write to the repository. */
  constructor(options: { readonly noAssignees?: readonly string[]; readonly writers?: readonly string[] } = {}) {
    this.#writers = new Set(options.writers);
    this.#noAssignees = new Set(options.noAssignees);
  }

  async ensureCheck(wish: CheckWish): Promise<Ensured> {
    const same = ({ wish: { commit, name, key } }: Kept<CheckWish>): boolean =>
      commit === wish.commit && name === wish.name && key === wish.key;
    const newest = this.checks.findLast(same);
    const isWished = (each: CheckWish['annotations'][number]) => wish.annotations.some((other) => isSame(each, other));
    const known = wish.isExact !== true || newest?.wish.annotations.every(isWished) ? newest : undefined;
    const before = known?.wish.annotations ?? [];
    const added = wish.annotations.filter((each) => !before.some((other) => isSame(each, other)));
    return this.#ensure(this.checks, known, { ...wish, annotations: [...before, ...added] }, 'checks');
  }

  async ensureIssue(wish: IssueWish): Promise<Ensured> {
    const known = this.issues.find((issue) => issue.wish.key === wish.key);
    if (known === undefined && wish.id !== undefined && wish.state === 'closed') {
      return { kind: 'refused', why: 'there is nothing to close' };
    }
    const outlived = wish.outlived ?? [];
    const labels = (known?.wish.labels ?? []).filter((each) => !outlived.some((other) => sameName(each, other)));
    for (const label of wish.labels) if (!labels.some((each) => sameName(each, label))) labels.push(label);
    const accepted = wish.assignees.filter((login) => !this.#noAssignees.has(login));
    return this.#ensure(
      this.issues,
      known,
      { ...wish, labels, assignees: known?.wish.assignees ?? accepted },
      'issues',
    );
  }

  async labelsOf(issue: number): ReturnType<Forge['labelsOf']> {
    const found = this.issues.find(({ id }) => id === issue);
    return this.trouble ?? { kind: 'known', labels: found?.wish.labels ?? [] };
  }

  async ensureComment(wish: CommentWish): Promise<Ensured> {
    if (!this.hasIssue(wish.issue)) return { kind: 'refused', why: 'there is no such issue' };
    return this.#ensure(this.comments, this.#comment(wish), wish, 'comments');
  }

  async hasReply(place: CommentPlace): ReturnType<CommandForge['hasReply']> {
    return this.trouble ?? { kind: 'known', isThere: this.#comment(place) !== undefined };
  }

  async removeComment(place: CommentPlace): ReturnType<ReviewForge['removeComment']> {
    if (this.trouble !== undefined) return this.trouble;
    const known = this.#comment(place);
    if (known === undefined) return { kind: 'unchanged' };
    this.comments.splice(this.comments.indexOf(known), 1);
    return { kind: 'removed' };
  }

  /** A pull request has comments, too. */
  protected hasIssue(number: number): boolean {
    return this.issues.some(({ id }) => id === number);
  }

  #comment({ key, issue }: CommentPlace): Kept<CommentWish> | undefined {
    return this.comments.find((each) => each.wish.key === key && each.wish.issue === issue);
  }

  async react({ comment, content }: ReactionWish): ReturnType<CommandForge['react']> {
    if (this.trouble !== undefined) return this.trouble;
    const isThere = this.reactions.some((each) => each.comment === comment && each.content === content);
    if (!isThere) this.reactions.push({ comment, content });
    return { kind: isThere ? 'unchanged' : 'created' };
  }

  async permissionOf(login: string): ReturnType<CommandForge['permissionOf']> {
    return this.trouble ?? { kind: 'known', permission: this.#writers.has(login) ? 'write' : 'less' };
  }

  async dispatch(wish: DispatchWish): ReturnType<CommandForge['dispatch']> {
    if (this.trouble !== undefined) return this.trouble;
    if (wish.workflow !== 'segue.yml') return { kind: 'refused', why: 'there is no such workflow' };
    this.dispatched.push(wish);
    return { kind: 'done', started: { id: this.dispatched.length, url: `memory:runs/${this.dispatched.length}` } };
  }

  async workflowRun(id: number): ReturnType<CommandForge['workflowRun']> {
    if (this.trouble !== undefined) return this.trouble;
    if (this.dispatched[id - 1] === undefined) return { kind: 'refused', why: 'there is no such run' };
    return { kind: 'known', hasEnded: false };
  }

  #ensure<W extends { id?: number }>(all: Kept<W>[], known: Kept<W> | undefined, wish: W, kind: string): Ensured {
    if (this.trouble !== undefined) return this.trouble;
    const { id: _, fresh: __, isExact: ___, ...told } = wish as W & { fresh?: boolean; isExact?: true };
    if (known === undefined) {
      this.#last += 1;
      all.push({ id: this.#last, wish: told as W });
      return { kind: 'created', id: this.#last, url: `memory:${kind}/${this.#last}` };
    }
    const same = isSame(known.wish, told);
    known.wish = told as W;
    return { kind: same ? 'unchanged' : 'updated', id: known.id, url: `memory:${kind}/${known.id}` };
  }
}

function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
