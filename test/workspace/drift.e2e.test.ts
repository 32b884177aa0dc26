import { describe, expect, test } from 'vitest';
import { attemptsOf, type Place, placeWith } from '../support/cli-place.ts';

const make = 'date +%N > data.csv; date +%N >> out/report.md';

/** Tasks whose scripts name what they write, and nobody tells Git of it; the second one fails until there is a file `go`. */
function placeThatWrites(artifacts = '', use = 'cat data.csv out/report.md'): Place {
  const place = placeWith({
    etl: `description: d
owner: o
tasks:
  make: { run: 'mkdir -p out; ${make}'${artifacts} }
  use: { needs: make, run: '${use}; sh ./use.sh' }
`,
  });
  place.write('use.sh', 'test -e go\n');
  place.commit();
  return place;
}

async function failedRun(place: Place): Promise<string> {
  expect((await place.segue('run', 'etl', '--quiet')).code).toBe(1);
  return (await place.status()).run;
}

describe('what tasks have written is no other code', () => {
  test('so a run goes on beside it, the first time and the second', async () => {
    const place = placeThatWrites();
    await failedRun(place);
    const run = await failedRun(place);
    place.write('go', '');
    const retry = await place.segue('retry', run, '--on', 'pinned');
    expect(retry).toMatchObject({ code: 0, stderr: '' });
    expect(retry.stdout).toContain('taken as it lies here: data.csv, out/report.md');
    expect(retry.stdout).not.toContain('worktrees');
    expect(attemptsOf(await place.status())).toEqual({ make: 1, use: 2 });
  });

  test('where it is declared, a run is pinned without it', async () => {
    const place = placeThatWrites(', artifacts: [data.csv, out]');
    await failedRun(place);
    const run = await failedRun(place);
    expect(await place.status()).toMatchObject({ commit: place.git('rev-parse', 'HEAD') });
    expect((await place.segue('run', 'etl', '--dry-run')).stdout).not.toContain('not committed');
    place.write('go', '');
    const retry = await place.segue('retry', run, '--on', 'pinned');
    expect(retry).toMatchObject({ code: 0, stderr: '' });
    expect(retry.stdout).not.toMatch(/worktrees|as it lies here/);
  });

  test('where it is tracked and declared, too', async () => {
    const place = placeThatWrites(', artifacts: [data.csv, out]');
    place.write('out/report.md', 'of yesterday\n');
    place.commit();
    const run = await failedRun(place);
    place.write('go', '');
    const retry = await place.segue('retry', run, '--on', 'pinned');
    expect(retry).toMatchObject({ code: 0, stderr: '' });
    expect(retry.stdout).not.toContain('worktrees');
  });
});

describe('what people have written is', () => {
  test.each(['load.sh', 'query.sql'])('%s that nobody tells Git of, too', async (file) => {
    const place = placeThatWrites(', artifacts: [data.csv, out]', `cat ${file}`);
    place.write(file, 'of old\n');
    const run = await failedRun(place);
    place.write(file, 'of new\n');
    place.write('go', '');
    const retry = await place.segue('retry', run, '--on', 'pinned');
    expect(retry.stdout).toContain(`not what is checked out here (${file} has changed)`);
    expect(retry.stdout).toContain('| of old');
  });
});
