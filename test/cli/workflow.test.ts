import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { refusals } from '../workflow/github-parser.ts';
import { emptyFolder, type Place, repository } from './cli-rig.ts';

const daily = `description: d
owner: o
on: { schedule: [{ cron: "0 5 * * *", timezone: Europe/Paris }] }
tasks: { a: { run: "true" } }
`;
const file = '.github/workflows/segue.yml';

function read(place: Place, path = file): string {
  return readFileSync(join(place.path, path), 'utf8');
}

describe('segue workflow', () => {
  it('prints the workflow, and beside it what a month bills', async () => {
    const place = repository({ daily });
    const { code, stdout, stderr } = await place.segue('workflow');
    expect([code, await refusals(stdout)]).toEqual([0, []]);
    expect(stdout).toContain('- cron: "0 5 * * *"\n      timezone: Europe/Paris\n');
    expect(stderr).toContain('30 days have 150 wake-ups; at 120 of them nothing is due.');
    expect(existsSync(join(place.path, '.github'))).toBe(false);
  });

  it('writes it, once, and tells what is stale', async () => {
    const place = repository({ daily });
    expect((await place.segue('workflow', '--check')).code).toBe(1);
    expect((await place.segue('workflow', '--write')).stdout).toContain(`✓ wrote ${file}`);
    expect((await place.segue('workflow', '--write')).stdout).toContain(`– ${file} is current`);
    expect(await place.segue('workflow', '--check')).toMatchObject({ code: 0, stdout: `✓ ${file} is current\n` });
    place.write('pipelines/daily.yml', daily.replace('0 5', '30 6'));
    const { code, stdout } = await place.segue('workflow', '--check');
    expect(code).toBe(1);
    expect(stdout).toMatchInlineSnapshot(`
      "@@ line 5 @@
       on:
         schedule:
      -    - cron: "0 5 * * *"
      +    - cron: "30 6 * * *"
             timezone: Europe/Paris
           # For what GitHub's clock is late with, or drops.

      ✗ .github/workflows/segue.yml is stale: segue workflow --write
      "
    `);
    const json = await place.segue('workflow', '--check', '--json');
    expect([json.code, JSON.parse(json.stdout)]).toMatchObject([1, { state: 'stale', difference: expect.any(Array) }]);
    await place.segue('workflow', '--write');
    expect((await place.segue('workflow', '--check', '--json')).stdout).toContain('"state": "current"');
    expect(read(place)).toContain('"30 6 * * *"');
  });

  it('knows what runs have taken, once there were some', async () => {
    const place = repository({ daily });
    expect(JSON.parse((await place.segue('workflow', '--json')).stdout).month.unknown).toEqual(['daily']);
    expect((await place.segue('run', 'daily')).code).toBe(0);
    const { month, wakeUps } = JSON.parse((await place.segue('workflow', '--json')).stdout);
    expect(month).toMatchObject({ unknown: [], wakeUps: 150, minutes: 150 });
    expect(wakeUps[0]).toEqual({ cron: '0 5 * * *', timezone: 'Europe/Paris', isExtra: false });
  });

  it('does nothing while a file has errors, for its wake-ups would be missing', async () => {
    const place = repository({ daily, broken: 'tasks: { a: { rn: echo } }\n' });
    for (const option of ['--write', '--check', '--json']) {
      const { code, stdout, stderr } = await place.segue('workflow', option);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain('--> pipelines/broken.yml:1:15');
      expect(stderr).toContain('The workflow cannot be made: pipelines/broken.yml has 1 error.');
    }
    place.write('pipelines/broken.yml', daily);
    place.write('.github/segue.yml', 'wake: { extra: lots }\n');
    expect((await place.segue('workflow', '--write')).stderr).toContain('--> .github/segue.yml:1:16');
    expect(existsSync(join(place.path, file))).toBe(false);
  });

  it('makes the one that reviews pull requests only when asked, and looks after it from then on', async () => {
    const place = repository({ daily });
    const pulls = '.github/workflows/segue-check.yml';
    await place.segue('workflow', '--write');
    expect(existsSync(join(place.path, pulls))).toBe(false);
    expect((await place.segue('workflow', '--check')).code).toBe(0);
    expect((await place.segue('workflow', '--check', '--pull-requests')).stdout).toContain(`✗ there is no ${pulls}`);
    const { stdout: printed } = await place.segue('workflow', '--pull-requests');
    expect(await refusals(printed)).toEqual([]);
    expect((await place.segue('workflow', '--pull-requests', '--write')).stdout).toContain(`✓ wrote ${pulls}`);
    expect(read(place, pulls)).toBe(printed);
    place.write('.github/segue.yml', 'action: acme/segue@v2\n');
    expect((await place.segue('workflow', '--check')).stdout).toContain(`✗ ${pulls} is stale`);
    expect((await place.segue('workflow', '--write')).stdout).toContain(`✓ wrote ${pulls}`);
    expect(read(place, pulls)).toContain('acme/segue@v2');
    place.write(pulls, 'on: push\n');
    expect((await place.segue('workflow', '--check')).code).toBe(0);
    expect((await place.segue('workflow', '--pull-requests', '--write')).stderr).toContain(`${pulls} exists`);
  });

  it('leaves a workflow alone that it has not made', async () => {
    const place = repository({ daily });
    place.write(file, 'name: Mine\n');
    expect(await place.segue('workflow', '--check')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('rename it'),
    });
    const refused = await place.segue('workflow', '--write');
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('SG915')]);
    expect(read(place)).toBe('name: Mine\n');
    expect((await place.segue('workflow', '--write', '--force')).code).toBe(0);
    expect((await place.segue('workflow', '--check')).code).toBe(0);
  });

  it('says so if it cannot write', async () => {
    const place = repository({ daily });
    place.write('.github', 'a file where the folder should be');
    const { code, stderr } = await place.segue('workflow', '--write');
    expect([code, stderr]).toEqual([1, expect.stringContaining('SG914')]);
  });

  it('refuses two wishes at once', async () => {
    expect((await repository({ daily }).segue('workflow', '--write', '--check')).code).toBe(2);
  });
});

describe('segue doctor', () => {
  const about = async (place: Place) => {
    const findings = JSON.parse((await place.segue('doctor', '--json')).stdout) as readonly {
      readonly about: string;
    }[];
    return findings.filter((each) => each.about === 'workflow');
  };

  it('says whether the workflow is current, where there should be one', async () => {
    const place = repository({ daily });
    expect(await about(place)).toEqual([]);
    place.git('remote', 'add', 'origin', 'git@github.com:acme/data.git');
    expect(await about(place)).toMatchObject([{ state: 'warning', message: `there is no ${file}` }]);
    await place.segue('workflow', '--write');
    expect(await about(place)).toMatchObject([{ state: 'ok' }]);
    place.write('.github/segue.yml', 'wake: { extra: 0 }\n');
    expect(await about(place)).toMatchObject([{ state: 'warning', message: `${file} is stale` }]);
    place.write(file, 'name: Mine\n');
    expect(await about(place)).toMatchObject([{ state: 'warning', message: `${file} was not made by Segue` }]);
    place.write('pipelines/broken.yml', 'tasks: {}\n');
    expect(await about(place)).toEqual([]);
  });
});

describe('segue init', () => {
  const atGithub = (address: string): Place => {
    const place = emptyFolder();
    place.git('init', '-q', '-b', 'main');
    place.git('remote', 'add', 'upstream', address);
    return place;
  };

  it.each([
    'git@github.com:acme/data.git',
    'https://github.com/acme/data',
    'https://me:secret@github.acme.dev:8443/a/b.git',
    'ssh://git@acme.ghe.com/a/b',
  ])('writes the workflow where %s is a remote', async (address) => {
    const place = atGithub(address);
    const { code, stdout } = await place.segue('init');
    expect([code, stdout]).toEqual([0, expect.stringContaining(`wrote ${file}`)]);
    expect(stdout).toContain('git add pipelines .github/workflows && git commit');
    expect((await place.segue('workflow', '--check')).code).toBe(0);
    expect(await refusals(read(place))).toEqual([]);
    expect((await place.segue('init')).stdout).toContain(`– ${file} exists and is left alone`);
  });

  it.each(['/srv/github/data.git', 'https://gitlab.com/github/data', '../github'])(
    'writes none where %s is the only remote',
    async (address) => {
      const place = atGithub(address);
      expect((await place.segue('init')).stdout).toContain('crontab -e');
      expect(existsSync(join(place.path, file))).toBe(false);
    },
  );

  it('writes none that would lack wake-ups', async () => {
    const place = atGithub('git@github.com:acme/data.git');
    place.write('pipelines/broken.yml', 'tasks: {}\n');
    expect(await place.segue('init', '--json')).toMatchObject({ code: 0, stdout: expect.not.stringContaining(file) });
  });

  it('lets git check before each commit, if it is asked to', async () => {
    const place = repository({ daily });
    await place.segue('workflow', '--write');
    const { stdout } = await place.segue('init', '--hook');
    expect(stdout).toContain('wrote .git/hooks/pre-commit');
    expect(statSync(join(place.path, '.git/hooks/pre-commit')).mode & 0o111).toBe(0o111);
    expect((await place.segue('init', '--hook')).stdout).toContain('add to it:\n  command -v segue');
  });

  it('looks for hooks where git does, and leaves one alone that is there', async () => {
    const place = repository({ daily });
    place.git('config', 'core.hooksPath', 'tools/hooks');
    place.write('tools/hooks/pre-commit', '#!/bin/sh\necho mine\n');
    const { written, kept } = JSON.parse((await place.segue('init', '--hook', '--json')).stdout);
    expect([written, kept]).toEqual([['pipelines/hello.yml'], ['tools/hooks/pre-commit']]);
    expect(read(place, 'tools/hooks/pre-commit')).toBe('#!/bin/sh\necho mine\n');
  });
});
