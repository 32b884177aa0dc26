import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unzip } from '../../src/store/artifacts/zip-files.ts';
import { type Place, type PlaceOptions, placeAt } from '../support/cli-place.ts';
import { type ForgePlace, forgePlace, type Job } from '../support/forge-place.ts';
import type { StoredArtifact } from '../support/github-artifacts.ts';
import type { StandIn } from '../support/github-server.ts';
import { standIn } from '../support/github-stand-in.ts';
import { plainEnvironment, scratchAt, scratchFolder } from '../support/scratch-repository.ts';

const secret = 'hunter2-hunter2';
const daily = `description: d
owner: o
secrets: [CRM]
tasks:
  extract:
    run: echo "key $CRM" && mkdir -p out && echo rows > out/data.csv
    artifacts: [out/data.csv]
  load: { needs: extract, run: sh load.sh, artifacts: none }
`;
const broken = { 'pipelines/daily.yml': daily, 'load.sh': 'cat out/data.csv; echo broken; exit 3\n' };
const mended = { 'load.sh': 'cat out/data.csv; echo mended\n' };

interface World {
  readonly github: StandIn;
  readonly place: ForgePlace;
  job(run: number, inputs: Readonly<Record<string, string>>): Promise<Job>;
  laptop(variables?: PlaceOptions['variables']): Place;
}

/** GitHub with its service of artifacts, jobs of workflow runs by number, and clones of people. */
async function open(files: Readonly<Record<string, string>> = broken): Promise<World> {
  const github = await standIn({ people: ['ana'] });
  const place = forgePlace(files, github);
  const { port, host } = new URL(github.url);
  // The name by which GitHub's package knows servers that are GitHub's own.
  const server = { GITHUB_SERVER_URL: `http://github.localhost:${port}`, CRM: secret };
  const token = github.tokenOf('ana');
  return {
    github,
    place,
    job: (run, inputs) => place.job(inputs, { variables: { ...server, ...github.commands.artifacts.variables(run) } }),
    laptop: (variables = { SEGUE_TOKEN: token }) => {
      const clone = join(scratchFolder(), 'clone');
      // From the disk: GitHub is this process, which could not answer meanwhile.
      execFileSync('git', ['clone', '--quiet', github.bare, clone], { env: plainEnvironment });
      scratchAt(clone).git('remote', 'set-url', 'origin', `http://ana:${token}@${host}/acme/data.git`);
      return placeAt(clone, { variables: { GH_HOST: host, ...variables } });
    },
  };
}

function storedIn({ commands }: StandIn): readonly string[] {
  return commands.artifacts.stored.map(({ name }) => name.replace(/r-[0-9a-z]{8}/, 'RUN'));
}

/** The files of a zip, by name. */
async function contentOf({ zip }: StoredArtifact): Promise<Readonly<Record<string, string>>> {
  const folder = scratchFolder();
  writeFileSync(join(folder, 'x.zip'), zip);
  const names = await unzip(join(folder, 'x.zip'), join(folder, 'out'), { files: 99, fileBytes: 99_999 });
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, 'out', name), 'utf8')]));
}

function runOf({ outputs }: Job): string {
  return (JSON.parse(outputs.runs ?? '[]') as readonly string[])[0] ?? '';
}

test('what a job hands on and prints outlives it: the next job goes on with it, and laptops show it with its age or say why not', async () => {
  const { github, place, job, laptop } = await open();
  const first = await job(11, { command: 'run', pipeline: 'daily' });
  expect(first.log).toContain('broken');
  expect(first.outputs).toMatchObject({ conclusion: 'failure' });
  expect(storedIn(github)).toEqual(['segue-files-production-RUN-1', 'segue-logs-production-RUN-1']);
  expect(place.refs('refs/segue-artifacts/')).toEqual([]);
  for (const artifact of github.commands.artifacts.stored) {
    const files = await contentOf(artifact);
    expect(JSON.stringify(files)).not.toContain(secret);
    if (artifact.name.includes('logs')) expect(files['extract/1.log']).toBe('key ***\n');
  }

  place.merge(mended);
  const second = await job(12, { command: 'retry' });
  expect(second.log).toContain('Put back what extract handed on: out/data.csv');
  expect(second.outputs).toMatchObject({ conclusion: 'success' });

  const run = runOf(first);
  const here = laptop();
  const all = await here.segue('logs', run, '--env', 'production');
  expect(all.stdout).toMatch(/extract.*key \*\*\*[\s\S]*load.*rows[\s\S]*load.*mended/);
  expect(all.stderr).toMatch(/^Stored (just now|[\d.]+ s ago), .*actions\/runs\/12, http.*actions\/runs\/11$/m);
  const early = await here.segue('logs', run, 'load', '--attempt', '1', '--env', 'production');
  expect(early.stdout).toBe('rows\nbroken\n');
  github.takeLines();
  await here.segue('logs', run, '--env', 'production');
  expect(github.takeLines()).toEqual([]);

  const logs = (at: Place) => at.segue('logs', run, '--env', 'production');
  const stranger = await logs(laptop({}));
  expect([stranger.code, stranger.stderr]).toEqual([
    1,
    expect.stringContaining('SG950 There is no token for 127.0.0.1'),
  ]);
  expect(stranger.stderr).toContain(`There is no log of ${run} here`);
  github.fault({ kind: 'answer', status: 403, message: 'Resource not accessible by integration', path: /artifacts/ });
  const refused = await logs(laptop());
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('SG952')]);
  expect(refused.stderr).toContain('the token may not do this: Resource not accessible');
  for (const artifact of github.commands.artifacts.stored) artifact.expired = true;
  const late = await logs(laptop());
  expect([late.code, late.stderr]).toEqual([1, expect.stringContaining('SG953')]);
  expect((await logs(here)).stdout).toBe(all.stdout);
});

test('a task whose artifacts GitHub does not keep has failed; a run whose logs it does not keep has not', async () => {
  const { github, job, place } = await open({ 'pipelines/daily.yml': daily, ...mended });
  github.commands.artifacts.isFull = true;
  const full = await job(11, { command: 'run', pipeline: 'daily' });
  expect(full.outputs).toMatchObject({ conclusion: 'failure' });
  expect(full.log).toContain('GitHub did not keep what was to be stored');
  expect(full.log).toContain('artifacts: { store: git }');
  place.merge({ '.github/segue.yml': 'artifacts: { store: git }\n' });
  const inGit = await job(12, { command: 'run', pipeline: 'daily' });
  expect(inGit.outputs).toMatchObject({ conclusion: 'success' });
  expect(inGit.log).toContain('The logs could not be stored, the run goes on: GitHub did not keep');
  expect(place.refs('refs/segue-artifacts/')).toHaveLength(1);
  expect(github.commands.artifacts.stored).toEqual([]);
});
