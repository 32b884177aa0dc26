import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stateVisitor } from '../github/state-world.ts';
import { type ForgePlace, forgePlace } from '../support/forge-place.ts';
import type { StandIn } from '../support/github-server.ts';
import { standIn } from '../support/github-stand-in.ts';
import { scratchFolder } from '../support/scratch-repository.ts';

/** Where a push arrives. */
const receive = /\.git\/git-receive-pack$/;
const day = (number: number) => `2026-01-0${number}T05:00:00.000Z`;

interface World {
  readonly github: StandIn;
  readonly place: ForgePlace;
  /** Asks for the interval that begins on that day of January. */
  readonly ask: (number: number) => void;
  /** Days on which tasks have worked, in order. */
  readonly ledger: () => readonly string[];
  /** What is stored at GitHub: each run's interval and state, and how often its task was tried. */
  readonly stored: () => Promise<
    readonly (readonly [start: string, state?: string | undefined, attempts?: number | undefined])[]
  >;
}

/** A pipeline that works when it is asked to; its task notes where nothing is ever lost on which day it works. */
async function world({ more = '', lease = '5m' } = {}): Promise<World> {
  const github = await standIn();
  const file = join(scratchFolder(), 'ledger');
  const pipeline = `description: d
owner: o
on: { schedule: [{ cron: "0 5 * * *" }] }
catchup: latest
tasks: { load: { run: 'echo "$SEGUE_INTERVAL_START" >> ${file}${more}', artifacts: none } }
`;
  const place = forgePlace({ '.github/segue.yml': `lease: ${lease}\n`, 'pipelines/daily.yml': pipeline }, github);
  return {
    github,
    place,
    ask: (number) => {
      const what = `pipeline: daily\nfrom: ${day(number)}\nto: ${day(number + 1)}\nreason: r\n`;
      place.merge({ [`pipelines/on-${number}.backfill.yml`]: what });
    },
    ledger: () => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []),
    stored: async () => {
      const view = await stateVisitor(github).state.view('production', 'daily');
      const runs = await Promise.all((await view.runs()).map(({ run }) => view.run(run)));
      return runs
        .map((run) => [run?.interval?.start ?? '', run?.state, run?.tasks.load?.attempts.length] as const)
        .sort(([one], [other]) => (one < other ? -1 : 1));
    },
  };
}

test('the API is down for a whole job and hiccups in the next: each interval is served once, and the next tells both', async () => {
  const { github, place, ask, ledger, stored } = await world();
  const api = /^\/(repos|graphql)/;
  ask(1);
  github.fault({ kind: 'secondary-limit', retryAfter: 3_600, path: api, times: 1_000 });
  const silent = await place.job({ command: 'tick' });
  expect(silent.code).toBe(0);
  expect(silent.log).toContain('daily succeeded');
  expect(silent.log).toContain('so a later job tells it');
  github.heal();
  expect(await checksOf(github)).toEqual([]);
  ask(2);
  github.fault({ kind: 'answer', status: 500, path: api });
  github.fault({ kind: 'lost-after', method: 'POST', path: /check-runs$/ });
  github.fault({ kind: 'cut', method: 'GET', path: /check-runs$/ });
  const next = await place.job({ command: 'tick' });
  expect(next.code).toBe(0);
  expect(next.log).not.toContain('so a later job tells it');
  expect(await checksOf(github)).toEqual(['success', 'success']);
  expect(ledger()).toEqual([day(1), day(2)]);
  expect(await stored()).toEqual([1, 2].map((number) => [day(number), 'success', 1]));
});

test('git refuses, then loses answers and requests: a run begins when its claim is stored, and once', async () => {
  const { github, place, ask, ledger, stored } = await world();
  ask(1);
  const hook = join(github.bare, 'hooks/pre-receive');
  writeFileSync(hook, '#!/bin/sh\necho "protected by a ruleset" >&2\nexit 1\n', { mode: 0o755 });
  const refused = await place.job({ command: 'tick' });
  expect(refused.code).toBe(1);
  expect(refused.log).toContain('SG608');
  expect([ledger(), place.refs('refs/segue')]).toEqual([[], []]);
  rmSync(hook);
  for (const trouble of [{ kind: 'lost-after' }, { kind: 'answer', status: 503 }, { kind: 'lost-before' }] as const) {
    github.fault({ ...trouble, path: receive, skip: trouble.kind === 'lost-after' ? 0 : 1 });
  }
  github.fault({ kind: 'answer', status: 500, path: /\.git\/info\/refs$/ });
  const served = await place.job({ command: 'tick' });
  expect(served.code).toBe(0);
  expect(ledger()).toEqual([day(1)]);
  expect(await stored()).toEqual([[day(1), 'success', 1]]);
});

test('a job dies between its claim and its first task, another cannot store its end: the next serves the interval', async () => {
  await Promise.all([killedAfterItsClaim(), refusedAtItsEnd()]);
});

/** With the same run, and for the first time. */
async function killedAfterItsClaim(): Promise<void> {
  const { github, place, ask, ledger, stored } = await world({ lease: '10s' });
  await place.job({ command: 'tick' });
  ask(1);
  let kill = () => {};
  github.fault({ kind: 'silent-after', meanwhile: () => kill(), path: receive });
  const killed = await place.job({ command: 'tick' }, { begun: (end) => (kill = end) });
  expect(killed.code).toBe(null);
  expect(ledger()).toEqual([]);
  expect(await stored()).toEqual([[day(1), 'running', 0]]);
  const next = await place.job({ command: 'tick' });
  expect(next.log).toContain('whose runner died');
  expect(next.code).toBe(0);
  expect(ledger()).toEqual([day(1)]);
  expect(await stored()).toEqual([[day(1), 'success', 1]]);
  expect(await checksOf(github)).toEqual(['success']);
}

/** What was done is known nowhere: it is done once more, in the same run. */
async function refusedAtItsEnd(): Promise<void> {
  const flag = join(scratchFolder(), 'protected');
  const { github, place, ask, ledger, stored } = await world({ lease: '10s', more: `; touch ${flag}` });
  await place.job({ command: 'tick' });
  ask(1);
  const hook = join(github.bare, 'hooks/pre-receive');
  writeFileSync(hook, `#!/bin/sh\n! test -e ${flag}\n`, { mode: 0o755 });
  const job = await place.job({ command: 'tick' });
  expect(job.log).toContain('::warning title=SG608::');
  expect((await stored()).map(([, state]) => state)).toEqual(['running']);
  rmSync(hook);
  const next = await place.job({ command: 'tick' });
  expect(next.log).toContain('whose runner died');
  expect(next.code).toBe(0);
  expect(ledger()).toEqual([day(1), day(1)]);
  expect((await stored()).map(([start, state]) => [start, state])).toEqual([[day(1), 'success']]);
  expect(await checksOf(github)).toEqual(['success']);
}

/** How all check runs of the default branch's history have ended. */
async function checksOf(github: StandIn): Promise<readonly string[]> {
  const commits = (await github.as('acme', 'GET', '/commits')) as unknown as readonly { readonly sha: string }[];
  const listed = await Promise.all(commits.map(({ sha }) => github.as('acme', 'GET', `/commits/${sha}/check-runs`)));
  return listed.flatMap(({ check_runs: runs }) =>
    (runs as readonly { conclusion: string }[]).map((run) => run.conclusion),
  );
}
