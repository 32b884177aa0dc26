import { expect, test } from 'vitest';
import type { CommitFiles } from '../../../src/review/pull-change.ts';
import { readTeams, teamsConcerned } from '../../../src/workspace/review/read-teams.ts';

const owned = (team: string) => `owner: "${team}"\ntasks: { load: { run: ./load.sh } }\n`;

function side(files: Readonly<Record<string, string>>, digests: Readonly<Record<string, string>>): CommitFiles {
  return {
    name: 'main',
    commit: 'a'.repeat(40),
    files: Object.entries(files).map(([file, content]) => ({ file, content })),
    digests: new Map(Object.entries(digests)),
  };
}

const files = { 'pipelines/a.yml': owned('@acme/a'), 'pipelines/b.yml': owned('@acme/b') };
const codeowners = '/.github/ @acme/platform\n/pipelines/b.yml @acme/audit\n';
const protect = 'policy: { protect: [{ pipelines: "**", by: ["@acme/chief"] }] }';

function teamsOf(changed: string, settings?: string): readonly string[] {
  const [base, head] = [side(files, { [changed]: '1' }), side(files, { [changed]: '2' })];
  return teamsConcerned({ base, head, rules: { codeowners, ...(settings === undefined ? {} : { settings }) } });
}

test.each<[changed: string, settings: string | undefined, teams: readonly string[]]>([
  ['pipelines/a.yml', undefined, ['@acme/a']],
  ['pipelines/b.yml', undefined, ['@acme/audit', '@acme/b']],
  ['pipelines/a.yml', protect, ['@acme/a', '@acme/chief']],
  ['load.sh', undefined, []],
  ['load.sh', protect, ['@acme/chief', '@acme/a', '@acme/b', '@acme/audit']],
  ['.github/segue.yml', 'policy: { shells: [bash] }', ['@acme/platform', '@acme/a', '@acme/b', '@acme/audit']],
  ['.github/segue.yml', 'lease: 1m', ['@acme/platform']],
  ['.github/CODEOWNERS', 'policy: { require: [owner] }', ['@acme/platform']],
])('%s with the settings %j: %j', (changed, settings, teams) => {
  expect(teamsOf(changed, settings)).toEqual(teams);
});

test('a team that is written without its @ is asked about, too, and who owns the CODEOWNERS whose place another takes', () => {
  const rules = { codeowners: '/CODEOWNERS @acme/platform' };
  const head = side({ 'pipelines/a.yml': owned('acme/data') }, { 'pipelines/a.yml': '2', '.github/CODEOWNERS': '1' });
  expect(teamsConcerned({ base: side({}, {}), head, rules })).toEqual(['@acme/platform', '@acme/data']);
});

test('a team that may not be seen is left out, and at most 20 are asked for', async () => {
  const many = Array.from({ length: 30 }, (_, index) => `@acme/t${index}`).join(' ');
  const asked: string[] = [];
  const membersOf = async (team: string) => {
    asked.push(team);
    const isSeen = team !== '@acme/t1';
    return isSeen ? { kind: 'known' as const, logins: ['ana'] } : { kind: 'refused' as const, why: 'no' };
  };
  const changed = { 'pipelines/a.yml': '1' };
  const rules = { codeowners: `* ${many}` };
  const members = await readTeams({ membersOf }, { base: side({}, {}), head: side(files, changed), rules });
  expect(asked).toHaveLength(20);
  expect(members.has('@acme/t1')).toBe(false);
  expect(members.get('@acme/t0')).toEqual(['ana']);
});
