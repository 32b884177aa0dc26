import type { PullChange } from '../../src/review/pull-change.ts';
import { baseTexts, changeOf, type Texts } from './pull-cases.ts';

const many = (count: number, line: (n: number) => string) => Array.from({ length: count }, (_, n) => line(n)).join('');
const pipeline = (tasks: string) => `owner: o\ndescription: d\ntasks:\n${tasks}`;

/** Each alias stands for ten of the one before it. */
const aliases = `a0: &a0 [x]\n${many(30, (n) => `a${n + 1}: &a${n + 1} [${many(10, () => `*a${n}, `)}]\n`)}tasks: { a: { run: x } }`;

/** All wait for all before them. */
const ladder = pipeline(
  many(900, (n) => `  t${n}: { run: x, needs: [${many(Math.min(n, 200), (m) => `t${n - 1 - m}, `)}] }\n`),
);

// The text is Segue's own expression, not one of TypeScript.
const all = '$' + '{{ fromJSON(needs.list.outputs.all) }}';
const wide = pipeline(
  `  list: { run: x }\n  each: { needs: list, foreach: "${all}", run: x, retries: { limit: 20, delay: 1d } }\n`,
);

/** Every instance fails as often as it may, in many cases. */
const wideTest = `pipeline: bomb\ncases:\n${many(
  200,
  (n) =>
    `  - name: case ${n}\n    answers:\n      list: { outputs: { all: [${many(1_000, (m) => `${m}, `)}] } }\n      each: failed\n    expect: { state: failed }\n`,
)}`;

const backwards = pipeline(many(400, (n) => `  t${n}: { run: "${'a'.repeat(200)}", needs: t${399 - n} }\n`));

const head: Readonly<Record<string, Texts>> = {
  'aliases of aliases': { 'pipelines/bomb.yml': aliases },
  'a thousand brackets': { 'pipelines/bomb.yml': `tasks: ${'['.repeat(5_000)}${']'.repeat(5_000)}` },
  'a mebibyte of keys': { 'pipelines/bomb.yml': many(120_000, (n) => `k${n}: 1\n`) },
  'tasks that wait for all': { 'pipelines/bomb.yml': ladder },
  'four hundred circles': { 'pipelines/bomb.yml': backwards },
  'a line that regular expressions go back on': {
    'pipelines/bomb.yml': pipeline(
      `  a: { run: "${`\${{ `.repeat(450)}${'- '.repeat(40_000)}" }\n  b: { run: "${'-'.repeat(99_000)}" }\n`,
    ),
  },
  'expressions within expressions': {
    'pipelines/bomb.yml': pipeline(`  a: { run: x, if: "${'('.repeat(9_000)}true${')'.repeat(9_000)}" }\n`),
  },
  'globs of stars': {
    'pipelines/bomb.yml': pipeline(`  a: { run: "cat ${'*a'.repeat(200)}b", artifacts: ["${'**/'.repeat(300)}x"] }\n`),
  },
  'crons of every minute': {
    'pipelines/bomb.yml': `on: { schedule: [${many(50, (n) => `{ cron: "* * * * *", timezone: "Europe/Paris", start: "20${10 + n}-01-01" }, `)}] }\n${pipeline('  a: { run: x }\n')}`,
  },
  // Of these earlier runs are known, so they are simulated.
  'fifty crons that fire each minute, for a week in virtual time': {
    'pipelines/ops/audit.yml': `catchup: all\nmax-active-runs: 100\non: { schedule: [${many(50, (n) => `{ cron: "* * * * *", start: "20${10 + n}-01-01" }, `)}] }\n${pipeline('  count: { run: x }\n')}`,
  },
  'a chain of five thousand tasks': {
    'pipelines/ops/audit.yml': `on: { schedule: [{ cron: "* * * * *" }] }\n${pipeline(`  count: { run: x }\n${many(5_000, (n) => `  t${n}: { run: x, needs: ${n === 0 ? 'count' : `t${n - 1}`} }\n`)}`)}`,
  },
  'a backfill of a century': {
    'pipelines/bomb.yml': `on: { schedule: [{ cron: "* * * * *" }] }\n${pipeline('  a: { run: x }\n')}`,
    'pipelines/bomb.backfill.yml': 'pipeline: bomb\nfrom: 1970-01-01\nto: 2070-01-01\nreason: x\n',
  },
  'a foreach of a thousand that fails twenty times': {
    'pipelines/bomb.yml': wide,
    'pipelines/bomb.test.yml': wideTest,
  },
  'bytes that are no text': { 'pipelines/bomb.yml': '\u0000\u0001\ud800'.repeat(10_000) },
  'settings that are a bomb': { '.github/segue.yml': aliases },
};

/** The same file on both sides, and all of it another. */
const rewritten: Readonly<Record<string, readonly [string, string]>> = {
  'a command of five thousand other lines': [
    pipeline(`  a:\n    run: |\n${many(5_000, (n) => `      old ${n}\n`)}`),
    pipeline(`  a:\n    run: |\n${many(5_000, (n) => `      new ${n}\n`)}`),
  ],
  'thousands of tasks with other names': [
    pipeline(many(4_000, (n) => `  old${n}: { run: load ${n} }\n`)),
    pipeline(many(4_000, (n) => `  new${n}: { run: load ${n} now }\n`)),
  ],
};

/** Pull requests of people who want that nobody is answered any more. */
export const hostilePulls: Readonly<Record<string, PullChange>> = Object.fromEntries([
  ...Object.entries(head).map(([name, texts]) => [name, changeOf(baseTexts, { ...baseTexts, ...texts })]),
  ...Object.entries(rewritten).map(([name, [old, now]]) => [
    name,
    changeOf({ 'pipelines/bomb.yml': old }, { 'pipelines/bomb.yml': now }),
  ]),
]);

/** A thousand pipelines of twenty tasks, of which one in twenty changes. */
export function manyPipelines(): PullChange {
  const text = (n: number, command: string) =>
    `owner: o\ndescription: d\non: { schedule: [{ cron: "${n % 60} 5 * * *" }] }\ntasks:\n${many(
      20,
      (task) => `  t${task}: { run: "${command} ${n} ${task}"${task === 0 ? '' : `, needs: t${task - 1}`} }\n`,
    )}`;
  const texts = (command: (n: number) => string) =>
    Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`pipelines/team/p${n}.yml`, text(n, command(n))]));
  return changeOf(
    texts(() => 'load'),
    texts((n) => (n % 20 === 0 ? 'load --all' : 'load')),
  );
}
