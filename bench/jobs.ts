import { execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../scripts/bundle.ts';
import { makeRepository } from './bench-repository.ts';
import { type Case, graphs, type Place } from './cases.ts';
import { alternate, type Command } from './measure.ts';
import { pipelineFile } from './programs.ts';
import { median, ratioOf } from './statistics.ts';
import type { Row } from './table.ts';

/** Of a green run of ten tasks. */
const mostRequests = 6;

/** The bundle of the Action: until it refuses what it does not know, and until it has found that nothing is due. */
export function jobCases(place: Place): readonly Case[] {
  const forge = openForge(place);
  const nothing = { argv: ['node', '-e', '0'], cwd: place.folder, environment: place.environment } as const;
  const refuses = { ...job(place, forge, { command: 'nonsense' }), exits: 1 };
  return [
    { name: 'job: start of the bundle', subject: refuses, baseline: nothing, goals: {}, share: 2 },
    {
      name: 'job: nothing due',
      subject: job(place, forge, { command: 'tick' }),
      baseline: nothing,
      goals: {},
      share: 0.5,
    },
  ];
}

/** A job that runs ten tasks and tells it, against one that has nobody to tell. */
export function reportingRows(place: Place, rounds: number): readonly Row[] {
  const forge = openForge(place);
  const inputs = { command: 'run', pipeline: 'ten' };
  const telling = job(place, forge, inputs);
  // In an environment of its own: what it leaves untold would be told by the next job of the other.
  const silent = job(place, forge, { ...inputs, environment: 'silent' }, { GITHUB_API_URL: '' });
  takeRequests(forge);
  const pairs = alternate(telling, silent, Math.max(2, Math.round(rounds * 0.3)));
  // The first of each does not count as a pair.
  const counted = takeRequests(forge) / (pairs.length + 1);
  return [
    {
      name: `job: 10 tasks, told by ${counted} requests`,
      wallMs: median(pairs.map(([{ wallMs }]) => wallMs)),
      baselineMs: median(pairs.map(([, { wallMs }]) => wallMs)),
      ratio: ratioOf(pairs.map(([first, second]) => [first.wallMs, second.wallMs])),
      counted,
      goals: { atMost: { count: mostRequests, of: 'requests' } },
    },
  ];
}

interface Forge {
  readonly url: string;
  readonly bare: string;
  readonly token: string;
  readonly desk: string;
}

const open = new Map<string, Forge>();

/** One GitHub for all that is measured in a place; it ends with this process. */
function openForge(place: Place): Forge {
  const known = open.get(place.folder);
  if (known !== undefined) return known;
  const folder = join(place.folder, 'github');
  mkdirSync(folder);
  const said = join(place.folder, 'github.json');
  const output = openSync(said, 'w');
  const server = spawn(process.execPath, [join(import.meta.dirname, 'github.ts'), folder], {
    stdio: ['ignore', output, 'inherit'],
  });
  closeSync(output);
  server.unref();
  process.once('exit', () => server.kill());
  const forge = JSON.parse(firstLine(said)) as Forge;
  const work = join(place.folder, 'jobs');
  makeRepository(work, {
    'pipelines/ten.yml': pipelineFile(graphs['chain, 10 tasks']),
    '.github/segue.yml': 'environments: { silent: {} }\n',
  });
  execFileSync('git', ['push', '--quiet', forge.bare, 'HEAD:refs/heads/main'], { cwd: work });
  open.set(place.folder, forge);
  return forge;
}

/** What a process that has just been started prints first. Nothing else can be done before that. */
function firstLine(file: string): string {
  const end = Date.now() + 30_000;
  while (Date.now() < end) {
    const [line, rest] = readFileSync(file, 'utf8').split('\n');
    if (line !== undefined && rest !== undefined) return line;
    execFileSync('sleep', ['0.05']);
  }
  throw new Error('the stand-in of GitHub did not start');
}

/** Requests of the API since the last time. */
function takeRequests({ desk }: Forge): number {
  const ask = `fetch(${JSON.stringify(desk)}).then((answer) => answer.text()).then(console.log)`;
  const { requests, refused } = JSON.parse(execFileSync(process.execPath, ['-e', ask], { encoding: 'utf8' })) as {
    requests: number;
    refused: readonly string[];
  };
  if (refused.length > 0) throw new Error(`GitHub would refuse: ${refused.join('; ')}`);
  return requests;
}

/** A job on a fresh checkout, as GitHub's runner starts it. */
function job(
  { folder, entry, environment }: Place,
  { url, bare, token }: Forge,
  inputs: Readonly<Record<string, string>>,
  more: Readonly<Record<string, string>> = {},
): Command {
  const work = join(folder, 'job');
  const checkout = join(work, 'checkout');
  const files = { GITHUB_OUTPUT: join(work, 'output'), GITHUB_STEP_SUMMARY: join(work, 'summary') };
  const asked = Object.entries({ token, ...inputs }).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]);
  return {
    argv: [join(root, 'node_modules/.bin/node'), join(dirname(entry), '../action/index.js')],
    cwd: folder,
    environment: {
      ...environment,
      ...files,
      GITHUB_ACTIONS: 'true',
      GITHUB_ACTOR: 'bench',
      GITHUB_WORKSPACE: checkout,
      GITHUB_REPOSITORY: 'acme/data',
      GITHUB_SERVER_URL: url,
      GITHUB_API_URL: url,
      GITHUB_RUN_ID: '1',
      RUNNER_TEMP: work,
      ...Object.fromEntries(asked),
      ...more,
    },
    before: () => {
      rmSync(work, { recursive: true, force: true });
      execFileSync('git', ['clone', '--quiet', '--depth=1', '--branch=main', pathToFileURL(bare).href, checkout]);
      for (const file of Object.values(files)) writeFileSync(file, '');
    },
  };
}
