import { createHash } from 'node:crypto';
import type { History } from '../src/diff/history.ts';
import type { JudgedSide } from '../src/review/judged-side.ts';
import type { CommitFiles, PullChange } from '../src/review/pull-change.ts';
import { judgePull } from '../src/review/review-of.ts';
import { median } from './statistics.ts';
import type { Row } from './table.ts';
import { validatedPipelines } from './validated-pipelines.ts';

const [all, changed] = [1_000, 50] as const;
const name = `review: a pull request, ${changed} of 1,000 pipelines of 20 tasks changed`;

/** The whole judgement of a pull request with its pages, from the bytes of both sides; in this process, nothing asked of anybody. */
export function reviewRows(rounds: number): readonly Row[] {
  const change = pullChange();
  const times = Array.from({ length: Math.max(2, Math.round(rounds / 3)) }, () => {
    const first = timeOf(change);
    return { first: first.ms, next: timeOf(change, first.base).ms };
  });
  return [
    { name, wallMs: median(times.map(({ first }) => first)), goals: { wallMs: 5_000 } },
    { name: `${name}, the base known`, wallMs: median(times.map(({ next }) => next)), goals: { wallMs: 2_000 } },
  ];
}

function pullChange(): PullChange {
  const base = Object.fromEntries(
    Object.entries(validatedPipelines(all)).map(([file, text]) => [
      file.replace(/^(?!pipelines\/)/, 'pipelines/'),
      text,
    ]),
  );
  const head = Object.fromEntries(
    Object.entries(base).map(([file, text], index) => [file, index < changed ? edited(text) : text]),
  );
  return {
    base: commitOf('main', 'a'.repeat(40), base, head),
    head: commitOf('fx', 'b'.repeat(40), head, base),
    rules: {},
    author: 'ana',
    ...{ approvals: [], waivers: [], teams: new Map() },
    history: historyOf(Object.keys(base).slice(0, changed)),
    now: Date.parse('2026-11-21T12:00:00Z'),
  };
}

function edited(text: string): string {
  return `${text.replace(' 5 * * *', ' 6 * * *').replace('--step 7', '--step seven')}  more:\n    run: curl -sSf https://example.org\n`;
}

type Texts = Readonly<Record<string, string>>;

function commitOf(branch: string, commit: string, texts: Texts, others: Texts): CommitFiles {
  const entries = Object.entries(texts);
  const files = entries.map(([file, content]) => ({
    file,
    content: new TextEncoder().encode(content),
    digest: idOf(content),
  }));
  const differing = entries.filter(([file, text]) => others[file] !== text);
  return { name: branch, commit, files, digests: new Map(differing.map(([file, text]) => [file, idOf(text)])) };
}

function idOf(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

function historyOf(files: readonly string[]): History {
  const tasks = Object.fromEntries(
    Array.from({ length: 20 }, (_, n) => [`step-${n}`, { medianMs: 60_000, p95Ms: 90_000, attempts: 60 }]),
  );
  return new Map(files.map((file) => [file.replace(/^pipelines\/(.*)\.yml$/, '$1'), { tasks }]));
}

function timeOf(change: PullChange, earlier?: JudgedSide): { readonly ms: number; readonly base: JudgedSide } {
  const start = process.hrtime.bigint();
  const { review, base } = judgePull(change, earlier);
  const ms = Number(process.hrtime.bigint() - start) / 1e6;
  if (!review.title.startsWith(`${changed} pipelines change`)) throw new Error(`the review says: ${review.title}`);
  return { ms, base };
}
