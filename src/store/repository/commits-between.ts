import type { Culprits, Suspect } from '../../incident/culprits.ts';
import { type GitOptions, type GitPlace, runGit } from '../git/git-process.ts';
import { isAncestor } from './ancestry.ts';
import type { RepositoryHome } from './repository.ts';

/** Commits of the default branch that are looked at; with more nobody would know which one it was. */
const mostCommits = 200;
/** A history that cannot be had in this time is not looked at. */
const patience: GitOptions = { timeoutMs: 30_000, maxBytes: 8 * 1024 * 1024 };
const [longestTitle, longestName] = [300, 100];
/** No state has a later time; a commit may say any. */
const latest = Date.parse('9999-12-31T23:59:59Z');
const endOfWords = '\u001f';

/**
 * Who changed what, by git. The default branch is followed along its first parents, so that what came with a merge is one. Of a history
 * whose files were left out, the trees of the commits are fetched at once: git itself would ask for one after the other.
 *
 * @throws {Problem} SG613 if it takes too long.
 */
export function gitCulprits(home: RepositoryHome): Culprits {
  return {
    suspectsBetween: async (good, bad, paths) => {
      // They come from a state that others can write: an option must not pass for a commit.
      if (![good, bad].every((each) => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(each))) return 'not-checked';
      if (good === bad || paths.length === 0) return [];
      if (!(await isAncestor(home, good, bad))) return 'not-checked';
      const trees = await treesBetween(home.place, good, bad);
      if (trees === undefined) return 'not-checked';
      if (home.deepen !== undefined) await fetchTrees(home.place, trees);
      return changesBetween(home.place, good, bad, paths);
    },
  };
}

/** Of all commits and of the one before them; undefined if they are too many to be looked at. */
async function treesBetween(place: GitPlace, good: string, bad: string): Promise<readonly string[] | undefined> {
  const range = ['--first-parent', `--max-count=${mostCommits + 1}`, '--format=%T', `${good}..${bad}`, '--'];
  const listed = await runGit(place, ['log', ...range], patience);
  const first = await runGit(place, ['log', '--max-count=1', '--format=%T', good, '--'], patience);
  const trees = listed.stdout.toString().split('\n').filter(Boolean);
  if (listed.code !== 0 || first.code !== 0 || trees.length > mostCommits) return undefined;
  return [...new Set([...trees, first.stdout.toString().trim()])];
}

/** Without it git fetches what it needs by itself, tree by tree, in its own time. */
async function fetchTrees(place: GitPlace, trees: readonly string[]): Promise<void> {
  const quietly = ['--quiet', '--no-tags', '--no-write-fetch-head', '--recurse-submodules=no', '--filter=blob:none'];
  const input = trees.map((tree) => `${tree}\n`).join('');
  const noop = ['-c', 'fetch.negotiationAlgorithm=noop'];
  await runGit(place, [...noop, 'fetch', ...quietly, 'history', '--stdin'], { ...patience, input });
}

async function changesBetween(
  place: GitPlace,
  good: string,
  bad: string,
  paths: readonly string[],
): Promise<readonly Suspect[] | 'not-checked'> {
  // A commit cannot name one that came after it: nothing in these texts can look like the begin of another.
  const format = [`%x00${bad}%H`, '%ct', '%an', '%s', '%b'].join('%n');
  const options = ['--first-parent', '-m', '--no-renames', '--name-only', '-z', `--format=${format}%x1f`];
  const args = ['--literal-pathspecs', 'log', ...options, `${good}..${bad}`, '--', ...paths];
  const found = await runGit(place, args, patience);
  if (found.code !== 0) return 'not-checked';
  const [, ...commits] = found.stdout.toString().split(`\0${bad}`);
  return commits.map(commitOf);
}

function commitOf(text: string): Suspect {
  const end = text.lastIndexOf(endOfWords);
  const [commit = '', seconds = '', author = '', subject = '', ...body] = text.slice(0, end).split('\n');
  const paths = text
    .slice(end + 1)
    .split(/[\0\n]/)
    .filter(Boolean);
  const { title, number } = titleOf(subject, body.join('\n'));
  return {
    ...(number === undefined ? {} : { number }),
    commit,
    title: lineOf(title, longestTitle),
    author: lineOf(author, longestName),
    at: new Date(Math.min(Number(seconds) * 1_000, latest)).toISOString(),
    paths,
  };
}

/** Anybody's words in a line; control characters the state would not take. */
function lineOf(words: string, most: number): string {
  return words
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, most);
}

/** GitHub's own words of a merge, and of one that made a single commit of it: `Faster (#412)`. */
function titleOf(subject: string, body: string): { readonly title: string; readonly number?: number } {
  const merge = /^Merge pull request #(?<number>\d{1,9}) from \S/.exec(subject)?.groups?.number;
  if (merge !== undefined) {
    const title = body.split('\n').find((line) => line.trim() !== '');
    return { title: title?.trim() ?? subject, number: Number(merge) };
  }
  const { title, number } = /^(?<title>.*\S)\s+\(#(?<number>\d{1,9})\)$/.exec(subject)?.groups ?? {};
  return title === undefined ? { title: subject } : { title, number: Number(number) };
}
