import { describe, expect, it } from 'vitest';
import { type Place, repository } from './cli-rig.ts';

const head = 'description: d\nowner: o\n';

async function noticesOf(place: Place, ...args: string[]): Promise<readonly string[]> {
  const { stdout } = await place.segue('run', ...args, '--json');
  const events = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  return events.filter(({ event }) => event === 'notice').map(({ message }) => message);
}

describe('what a run says before its first task', () => {
  it('is what validation warns of, with its place, and not what it merely notes', async () => {
    const late = `on: { schedule: [{ cron: "0 5 * * *" }] }
deadline: { after: 1m }
tasks:
  load: { run: "true", timeout: 2m }
`;
    const place = repository({ late });
    const [warning] = await noticesOf(place, 'late', '--interval', '2026-03-02');
    expect(warning).toMatch(/^SG304 .+ \(pipelines\/late\.yml:2\)$/);
    const text = await place.segue('run', 'late', '--interval', '2026-03-02');
    expect(text.stdout).toContain(`! ${warning}\n`);
    expect(text.stdout).not.toContain('SG504');
    const plan = await place.segue('run', 'late', '--dry-run');
    expect(plan.stdout).toContain(`! ${warning}\n`);
  });

  it('is, of a dry run, also which secrets it would lack and which changes it would take', async () => {
    const place = repository({ load: `${head}secrets: [CRM_TOKEN]\ntasks: { load: { run: ./load.sh } }\n` });
    place.write('load.sh', 'exit 0\n');
    const { code, stdout } = await place.segue('run', 'load', '--dry-run', '--json');
    expect([code, JSON.parse(stdout)]).toEqual([
      0,
      expect.objectContaining({
        missingSecrets: ['CRM_TOKEN'],
        notices: [expect.stringContaining('not committed: load.sh.')],
        plan: expect.objectContaining({
          tasks: [expect.objectContaining({ inclusion: { in: true, why: 'all tasks' } })],
        }),
      }),
    ]);
    expect(place.git('for-each-ref')).not.toContain('segue');
  });

  it('names files that a resume elsewhere would miss, but not those that tasks declare to hand on', async () => {
    const run = (artifacts: string) =>
      `${head}tasks:\n  make: { run: cat in/data.csv > out/a.csv, artifacts: ${artifacts} }\n`;
    const place = repository({ declared: run('[out/a.csv, in/*.csv]'), silent: run('none') });
    place.write('.gitignore', 'in/\nout/\n');
    place.git('add', '.gitignore');
    place.write('in/data.csv', '1\n');
    place.write('out/a.csv', '0\n');
    expect((await noticesOf(place, 'declared')).join('\n')).not.toContain('Ignored by Git');
    expect(await noticesOf(place, 'silent')).toContainEqual(expect.stringMatching(/Ignored by Git.+in\/data\.csv/));
  });
});
