import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { emptyBook } from '../../src/incident/incident.ts';
import { newIncident } from '../../src/incident/members.ts';
import { decodeIncidents, encodeIncidents } from '../../src/store/codec/codec-incidents.ts';
import { gitCulprits } from '../../src/store/repository/commits-between.ts';
import { openRepository } from '../../src/store/repository/repository.ts';
import { openRunnerRepository } from '../../src/store/repository/runner-repository.ts';
import {
  plainEnvironment,
  type ScratchRepository,
  scratchFolder,
  scratchRepository,
} from '../support/scratch-repository.ts';

const paths = ['sql/load.sql', 'pipelines/daily.yml'];

/** A forge whose default branch has what GitHub makes of pull requests: merges, single commits, and commits as they were. */
function history(): { readonly origin: ScratchRepository; readonly good: string; readonly bad: string } {
  const origin = scratchRepository({ name: 'origin' });
  origin.git('config', 'uploadpack.allowFilter', 'true');
  origin.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
  for (const path of [...paths, 'README.md']) origin.write(path, 'one');
  const good = origin.commit('Before');
  change(origin, 'sql/load.sql', 'Load faster (#7)');
  change(origin, 'README.md', 'Say more');
  change(origin, 'pipelines/daily.yml', '--output=x, said @ana\u001f and \u0001');
  origin.git('checkout', '--quiet', '-b', 'fx', good);
  change(origin, 'sql/load.sql', 'Try a role', 'sql/fx.sql');
  change(origin, 'sql/load.sql', 'Take another role', 'sql/fx.sql');
  origin.git('checkout', '--quiet', 'main');
  const body = `New FX role\n\nFixes nothing ${good}`;
  origin.git(
    'merge',
    '--quiet',
    '--no-ff',
    '-X',
    'theirs',
    '-m',
    `Merge pull request #412 from acme/fx\n\n${body}`,
    'fx',
  );
  const bad = change(origin, 'README.md', 'Say less');
  change(origin, 'sql/load.sql', 'Later');
  return { origin, good, bad };
}

let versions = 0;
function change(origin: ScratchRepository, path: string, message: string, also?: string): string {
  versions += 1;
  for (const each of [path, ...(also === undefined ? [] : [also])]) origin.write(each, `version ${versions}`);
  return origin.commit(message);
}

const expected = [
  { number: 412, title: 'New FX role', author: 'Ana', paths: ['sql/load.sql'] },
  { title: '--output=x, said @ana and', author: 'Ana', paths: ['pipelines/daily.yml'] },
  { number: 7, title: 'Load faster', author: 'Ana', paths: ['sql/load.sql'] },
];

test('what changed between two commits, a merged pull request as one', async () => {
  const { origin, good, bad } = history();
  const culprits = gitCulprits((await openRepository(origin.place)).home);
  const found = await culprits.suspectsBetween(good, bad, paths);
  expect(found).toMatchObject(expected);
  expect(await culprits.suspectsBetween(good, good, paths)).toEqual([]);
  expect(await culprits.suspectsBetween(good, bad, ['other.sql'])).toEqual([]);
  expect(await culprits.suspectsBetween(bad, good, paths)).toBe('not-checked');
  expect(await culprits.suspectsBetween('f'.repeat(40), bad, paths)).toBe('not-checked');
  expect(await culprits.suspectsBetween('--output=x', bad, paths)).toBe('not-checked');
});

test('a runner with a shallow checkout finds the same, with one look for files however many commits there are', async () => {
  const { origin, good, bad } = history();
  for (let count = 0; count < 30; count++) change(origin, `docs/page-${count % 3}.md`, `Page ${count}`);
  const newest = change(origin, 'sql/load.sql', 'Much later (#9)');
  const url = pathToFileURL(origin.root).href;
  const root = join(scratchFolder(), 'checkout');
  execFileSync('git', ['clone', '--quiet', '--depth=1', url, root], { env: plainEnvironment });
  const trace = join(scratchFolder(), 'trace');
  const place = { directory: root, environment: { ...plainEnvironment, GIT_TRACE: trace } };
  const { home } = await openRunnerRepository(await openRepository(place), {
    folder: join(scratchFolder(), 'home.git'),
    url,
  });
  const culprits = gitCulprits(home);
  expect(await culprits.suspectsBetween(good, bad, paths)).toMatchObject(expected);
  const before = fetches(trace);
  expect(await culprits.suspectsBetween(bad, newest, paths)).toMatchObject([{ number: 9 }, { title: 'Later' }]);
  expect(fetches(trace) - before).toBeLessThanOrEqual(1);
});

function fetches(trace: string): number {
  return readFileSync(trace, 'utf8').match(/trace: built-in: git fetch /g)?.length ?? 0;
}

test('a commit whose author and time are odd is one like others, in words that can be stored', async () => {
  const origin = scratchRepository();
  origin.write('a.txt', 'a');
  const good = origin.commit();
  const odd = `author A\u0001n\u001fa <a@b.c> 1700000000 +0000\ncommitter Ana <a@b.c> 253402300800 +0000`;
  const words = 'Faster\n\nby \u001f far (#9)';
  const stream = `commit refs/heads/main\n${odd}\ndata ${words.length}\n${words}\nfrom ${good}\nM 100644 inline a.txt\ndata 1\nb\n`;
  execFileSync('git', ['fast-import', '--quiet'], { cwd: origin.root, input: stream, env: plainEnvironment });
  const bad = origin.git('rev-parse', 'main');
  const culprits = gitCulprits((await openRepository(origin.place)).home);
  const found = await culprits.suspectsBetween(good, bad, ['a.txt']);
  const at = '9999-12-31T23:59:59.000Z';
  expect(found).toEqual([{ commit: bad, title: 'Faster', author: 'A n a', at, paths: ['a.txt'] }]);
  if (found === 'not-checked') throw new Error('not checked');
  const suspects = { good, bad, commits: found };
  const incident = { ...newIncident('0123456789abcdef', 'failure'), suspects };
  const book = { ...emptyBook('production'), incidents: [incident] };
  expect(decodeIncidents(encodeIncidents(book), 'production')).toEqual(book);
});

test('of too many commits nobody is suspected', async () => {
  const origin = scratchRepository();
  origin.write('a.txt', 'a');
  const good = origin.commit();
  const tree = origin.git('rev-parse', 'HEAD^{tree}');
  const stream = Array.from({ length: 201 }, (_, index) => {
    const parent = index === 0 ? good : `:${index}`;
    return `commit refs/heads/main\nmark :${index + 1}\ncommitter Ana <a@b.c> ${1_700_000_000 + index} +0000\ndata 1\nx\nfrom ${parent}\n\n`;
  });
  execFileSync('git', ['fast-import', '--quiet'], { cwd: origin.root, input: stream.join(''), env: plainEnvironment });
  const tip = origin.git('rev-parse', 'main');
  expect(origin.git('rev-parse', 'main^{tree}')).toBe(tree);
  const culprits = gitCulprits((await openRepository(origin.place)).home);
  expect(await culprits.suspectsBetween(good, tip, ['a.txt'])).toBe('not-checked');
  expect(await culprits.suspectsBetween(origin.git('rev-parse', 'main~200'), tip, ['a.txt'])).toEqual([]);
});
