import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { emptyFolder, repository } from './cli-rig.ts';

const crontab = `# Loads the orders
0 2 * * * ./load.sh >> load.log 2>&1
@reboot ./never.sh
#0 3 * * * ./old.sh
30 2 * * 1 PGPASSWORD=hunter22hunter22 ./dump.sh
`;

describe('segue import crontab', () => {
  it('writes a pipeline for each job, which can be validated and run', async () => {
    const place = repository({});
    place.write('jobs.txt', crontab);
    place.write('load.sh', 'echo loaded');
    const imported = await place.segue('import', 'crontab', 'jobs.txt', '--timezone', 'Europe/Paris');
    expect([imported.code, imported.stderr]).toEqual([0, '']);
    expect(imported.stdout).toMatchInlineSnapshot(`
      "line  pipeline   schedule                 notes
      2     cron/load  0 2 * * * Europe/Paris   log, directory
      5     cron/dump  30 2 * * 1 Europe/Paris  directory, secret

      Not imported:
        line 3  @reboot ./never.sh
          Segue starts nothing when a machine does: leave it to the machine, e.g. to systemd
        line 4  0 3 * * * ./old.sh
          it is commented out; \`--with-disabled\` makes a pipeline without a schedule of it

      ✓ wrote 2 pipelines.
        What each note says stands at the top of its file. Of all jobs, these are not as in cron:
        a task is ended after an hour unless it has a timeout; a pipeline never runs twice at once;
        what exits with another code than 0 has failed; tasks start in the root of the repository.

      Next: segue validate
      "
    `);
    const validated = await place.segue('validate');
    expect([validated.code, validated.stdout]).toEqual([0, expect.stringContaining('2 pipelines checked')]);
    const file = readFileSync(join(place.path, 'pipelines/cron/load.yml'), 'utf8');
    expect(file).toContain('description: Loads the orders\n');
    place.write('pipelines/cron/load.yml', file.replace('./load.sh', 'sh load.sh'));
    expect((await place.segue('run', 'cron/load')).stdout).toContain('load | loaded');
  });

  it('writes over nothing unless it is told to, and all files or none', async () => {
    const place = repository({ 'cron/dump': 'tasks: { mine: { run: echo mine } }\n' });
    place.write('jobs.txt', crontab);
    const kept = await place.segue('import', 'crontab', 'jobs.txt');
    expect([kept.code, kept.stderr]).toEqual([2, expect.stringContaining('pipelines/cron/dump.yml exists already')]);
    expect((await place.segue('list', '--json')).stdout).not.toContain('cron/load');
    expect((await place.segue('import', 'crontab', 'jobs.txt', '--force')).code).toBe(0);
    const again = await place.segue('import', 'crontab', 'jobs.txt', '--force', '--json');
    expect(JSON.parse(again.stdout).written).toEqual(['pipelines/cron/load.yml', 'pipelines/cron/dump.yml']);
    expect(readFileSync(join(place.path, 'pipelines/cron/dump.yml'), 'utf8')).not.toContain('mine');
    place.git('mv', '-f', 'pipelines/cron/dump.yml', 'pipelines/cron/Dump.yaml');
    const twin = await place.segue('import', 'crontab', 'jobs.txt', '--force');
    expect([twin.code, twin.stderr]).toEqual([2, expect.stringContaining('pipelines/cron/Dump.yaml exists')]);
  });

  it('shows files without writing them, and never a credential', async () => {
    const place = repository({});
    place.write('jobs.txt', crontab);
    const dry = await place.segue('import', 'crontab', 'jobs.txt', '--dry-run', '--dir', 'pipelines/from/old');
    expect([dry.code, dry.stdout]).toEqual([0, expect.stringContaining('# pipelines/from/old/dump.yml')]);
    const json = await place.segue('import', 'crontab', 'jobs.txt', '--dry-run', '--json', '--with-disabled');
    const { written, pipelines, skipped } = JSON.parse(json.stdout);
    expect([written, skipped]).toEqual([[], [expect.objectContaining({ line: 3, kind: 'refused' })]]);
    expect(pipelines).toMatchObject([
      { line: 2, id: 'cron/load', file: 'pipelines/cron/load.yml', cron: '0 2 * * *', timezone: 'UTC' },
      { line: 4, id: 'cron/old', text: expect.stringContaining('# on: { schedule:') },
      { line: 5, id: 'cron/dump', secrets: ['PGPASSWORD'], notes: expect.arrayContaining([expect.anything()]) },
    ]);
    expect(dry.stdout + json.stdout).not.toContain('hunter22');
    expect(place.git('status', '--short')).toBe('?? jobs.txt\n');
  });

  it('reads stdin, and exits with 1 for a line that cron would not read', async () => {
    const place = repository({});
    const entry = fileURLToPath(new URL('../../src/cli/index.ts', import.meta.url));
    const piped = spawnSync(process.execPath, [entry, 'import', 'crontab', '-'], {
      cwd: place.path,
      input: '0 5 * * * ./a.sh\n61 * * * * ./b.sh\n',
      encoding: 'utf8',
    });
    expect([piped.status, piped.stderr]).toEqual([1, '']);
    expect(piped.stdout).toContain('line 2  61 * * * * ./b.sh');
    expect(readFileSync(join(place.path, 'pipelines/cron/a.yml'), 'utf8')).toContain('From line 1 of a crontab.');
  });

  it('takes the checkout of another machine away, and finds out about the column of the user', async () => {
    const place = repository({});
    place.write('etc/cron.d/jobs', '0 5 * * * www-data cd /srv/app/etl && ./a.sh\n');
    expect((await place.segue('import', 'crontab', 'etc/cron.d/jobs', '--checkout', '/srv/app/')).code).toBe(0);
    const file = readFileSync(join(place.path, 'pipelines/cron/a.yml'), 'utf8');
    expect(file).toContain('run: ./a.sh\n    shell: sh\n    working-directory: etl\n');
    const user = await place.segue('import', 'crontab', 'etc/cron.d/jobs', '--no-system', '--dry-run');
    expect(user.stdout).toContain('run: www-data cd');
  });

  it('says what was asked for wrongly', async () => {
    const place = repository({});
    place.write('jobs.txt', crontab);
    place.write('large.txt', '#'.repeat(1_100_000));
    const wrong: readonly (readonly [string[], string])[] = [
      [['nowhere.txt'], 'SG930'],
      [['large.txt'], 'SG930'],
      [['jobs.txt', '--timezone', 'Mars'], 'SG932'],
      [['jobs.txt', '--dir', 'elsewhere'], 'SG931'],
      [['jobs.txt', '--dir', 'pipelines/-x'], 'SG931'],
      [['jobs.txt', '--dir', '..'], 'SG931'],
    ];
    for (const [args, code] of wrong) {
      const answer = await place.segue('import', 'crontab', ...args);
      expect([answer.code, answer.stderr], args.join(' ')).toEqual([2, expect.stringContaining(code)]);
    }
    place.write('empty.txt', '# nothing\n');
    const empty = await place.segue('import', 'crontab', 'empty.txt');
    expect([empty.code, empty.stdout]).toEqual([0, 'There is no job in it that can be imported.\n']);
    expect((await emptyFolder().segue('import', 'crontab', 'x')).code).toBe(2);
  });
});
