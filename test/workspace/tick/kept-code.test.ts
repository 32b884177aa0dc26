import { readdirSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { liveClock } from '../../../src/process/clock.ts';
import { openWorkspace } from '../../../src/workspace/open-workspace.ts';
import { readCode } from '../../../src/workspace/tick/code.ts';
import { type Place, placeWith } from '../../support/cli-place.ts';
import { plainEnvironment } from '../../support/scratch-repository.ts';

const examples = join(import.meta.dirname, '../../../pipelines');

function repositoryWithAll(): Place {
  const place = placeWith({
    load: `description: d
owner: o
on:
  schedule: [{ cron: "0 5 * * *", timezone: Europe/Paris, start: 2026-01-01, end: 2026-12-31 }, { cron: "0 0 1 * *" }]
catchup: latest
deadline: { by: "07:00" }
params: { country: { type: string, default: FR, enum: [FR, DE] }, rows: { type: number, default: 0 } }
renamed-from: old/load
tasks:
  list: { run: 'echo "items=[1]" >> "$SEGUE_OUTPUT"', artifacts: none, retries: { limit: 2, delay: 1s } }
  part: { needs: list, foreach: "\${{ fromJSON(needs.list.outputs.items) }}", run: echo, env: { N: "1" }, artifacts: [out] }
`,
    late: 'on: { after: [load, broken] }\ntasks: { a: { run: "true" } }\n',
    broken: 'tasks: { a: { needs: nobody, run: "true" } }\n',
  });
  for (const file of readdirSync(examples, { recursive: true }).map(String)) {
    if (/\.ya?ml$/.test(file)) place.write(`pipelines/examples/${file}`, readFileSync(join(examples, file)));
  }
  place.write('pipelines/load.again.backfill.yml', 'pipeline: load\nfrom: 2026-01-01\nto: 2026-02-01\nreason: r\n');
  place.write('pipelines/wrong.backfill.yml', 'pipeline: nobody\n');
  place.write('.github/segue.yml', 'pools: { crm: { slots: 2 } }\n');
  return place;
}

test('what is kept of a commit is what was read, and nothing is made of what was cut off or of another commit', async () => {
  const place = repositoryWithAll();
  const commit = place.commit();
  const options = { environment: 'local', clock: liveClock(), variables: plainEnvironment, pid: process.pid };
  const workspace = await openWorkspace({ ...options, cwd: place.root });
  onTestFinished(async () => void (await workspace.close()));
  const read = await readCode(workspace, commit);
  expect([...read.pipelines.keys()]).toContain('load');
  expect([read.broken.size, read.backfills.size]).toEqual([expect.any(Number), 1]);
  expect(read.broken.size).toBeGreaterThanOrEqual(2);
  const file = join(workspace.repository.segueDir, 'cache', 'tick.json');
  for (const _ of ['made', 'kept']) expect(await readCode(workspace, commit, '1.0.0')).toStrictEqual(read);
  truncateSync(file, readFileSync(file).length - 10);
  for (const _ of ['made', 'kept']) expect(await readCode(workspace, commit, '1.0.0')).toStrictEqual(read);
  place.write('pipelines/broken.yml', 'tasks: { a: { run: "true" } }\n');
  const next = await readCode(workspace, place.commit(), '1.0.0');
  expect([...next.pipelines.keys()]).toEqual(expect.arrayContaining(['broken', 'late']));
});
