import type { CommitFile, CommitForge, WantedFiles } from '../../src/report/forge/commit-forge.ts';
import type {
  OwnComment,
  PullFacts,
  PullOrigin,
  ReviewFact,
  ReviewForge,
} from '../../src/report/forge/review-forge.ts';
import { objectId } from '../../src/store/git/git-object-id.ts';
import { MemoryForge } from './github-memory-forge.ts';

export type Files = Readonly<Record<string, string>>;

/** A forge without a network that has commits, branches and pull requests, too. */
export class MemoryPulls extends MemoryForge implements ReviewForge, CommitForge {
  readonly commits = new Map<string, Files>();
  readonly branches = new Map<string, string>();
  /** By their numbers. */
  readonly pulls = new Map<number, PullFacts>();
  readonly reviews: ReviewFact[] = [];
  readonly teams = new Map<string, readonly string[]>();
  /** What was asked, by the names of verbs. */
  readonly asked: string[] = [];
  /** Ids of comments that somebody has edited. */
  readonly edited = new Set<number>();
  #made = 0;

  /** A commit with these files; its id. */
  commit(files: Files): string {
    this.#made += 1;
    const id = this.#made.toString(16).padStart(40, '0');
    this.commits.set(id, files);
    return id;
  }

  /** Opens a pull request, or gives it another head; the head commit. */
  push(files: Files, more: Partial<PullFacts> = {}): string {
    const commit = this.commit(files);
    const number = more.number ?? 7;
    const head = { commit, label: 'change', isFork: false };
    const before = this.pulls.get(number) ?? { state: 'open', isDraft: false, author: 'ana', base: 'main' };
    this.pulls.set(number, { ...before, ...more, number, head });
    return commit;
  }

  async pull(number: number): ReturnType<ReviewForge['pull']> {
    this.asked.push('pull');
    const pull = this.pulls.get(number);
    return this.trouble ?? { kind: 'known', ...(pull === undefined ? {} : { pull }) };
  }

  async reviewsOf(): ReturnType<ReviewForge['reviewsOf']> {
    return this.trouble ?? { kind: 'known', reviews: this.reviews };
  }

  /** Who has made what is proposed, and where it went before. */
  origin: PullOrigin = { makers: { logins: ['ana'], unknown: 0, isWhole: true }, turns: [], areTurnsWhole: true };

  async originOf(): ReturnType<ReviewForge['originOf']> {
    this.asked.push('originOf');
    return this.trouble ?? { kind: 'known', ...this.origin };
  }

  async ownComments(issue: number, keys: string): ReturnType<ReviewForge['ownComments']> {
    const ours = this.comments.filter(({ wish }) => wish.issue === issue && wish.key.startsWith(keys));
    const comments = ours.map(
      ({ id, wish: { key, body } }): OwnComment => ({ key, body, isEdited: this.edited.has(id) }),
    );
    return this.trouble ?? { kind: 'known', comments };
  }

  async membersOf(team: string): ReturnType<ReviewForge['membersOf']> {
    this.asked.push(`membersOf ${team}`);
    const logins = this.teams.get(team);
    return logins === undefined ? { kind: 'refused', why: 'no such team' } : { kind: 'known', logins };
  }

  /** By key. */
  readonly since = new Map<string, string>();

  async checkSince({ key }: { readonly key: string }): ReturnType<ReviewForge['checkSince']> {
    const at = this.since.get(key);
    return this.trouble ?? { kind: 'known', ...(at === undefined ? {} : { at }) };
  }

  /** Commits that another App has checked. */
  readonly elsewhere = new Set<string>();

  async isCheckedByOthers({ commit }: { readonly commit: string }): ReturnType<ReviewForge['isCheckedByOthers']> {
    return this.trouble ?? { kind: 'known', byOthers: this.elsewhere.has(commit) };
  }

  async tipOf(branch: string): ReturnType<CommitForge['tipOf']> {
    const commit = this.branches.get(branch);
    return this.trouble ?? { kind: 'known', ...(commit === undefined ? {} : { commit }) };
  }

  /** The branch `fork` says where all have left. */
  async forkOf(base: string): ReturnType<CommitForge['forkOf']> {
    return { kind: 'known', commit: this.branches.get('fork') ?? base };
  }

  async filesAt(commit: string, { paths, isWanted, longest }: WantedFiles): ReturnType<CommitForge['filesAt']> {
    const files = this.commits.get(commit);
    if (files === undefined) return { kind: 'refused', why: `there is no commit ${commit}` };
    const isAsked = (file: string) =>
      paths.some((path) => file === path || file.startsWith(`${path}/`)) && (isWanted?.(file) ?? true);
    const read = Object.entries(files).filter(([file]) => isAsked(file));
    const content = (text: string) => Buffer.from(text.slice(0, longest + 1));
    return { kind: 'known', files: read.map(([file, text]): CommitFile => ({ file, content: content(text) })) };
  }

  async differingFiles(base: string, head: string): ReturnType<CommitForge['differingFiles']> {
    const [old, now] = [this.commits.get(base), this.commits.get(head)];
    if (old === undefined || now === undefined) return { kind: 'refused', why: 'there is no such commit' };
    return { kind: 'known', base: differing(old, now), head: differing(now, old) };
  }

  protected override hasIssue(number: number): boolean {
    return this.pulls.has(number) || super.hasIssue(number);
  }
}

function differing(files: Files, others: Files): ReadonlyMap<string, string> {
  const changed = Object.entries(files).filter(([file, text]) => others[file] !== text);
  return new Map(changed.map(([file, text]) => [file, objectId('sha1', { type: 'blob', body: Buffer.from(text) })]));
}
