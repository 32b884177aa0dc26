import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../architecture/source-files.ts';
import { repository } from './cli-rig.ts';

const page = readFileSync(join(root, 'README.md'), 'utf8');
const daily = found(/^```yaml\n(# pipelines\/daily\.yml\n[\s\S]*?)^```$/m);

test('README.md says how many minutes a month its pipeline costs', async () => {
  const { stderr } = await repository({ daily }).segue('workflow');
  const minutes = found(/about (\d+) Actions minutes a month/);
  expect(stderr).toContain(`30 days have ${minutes} wake-ups`);
  expect(stderr).toContain(`They bill at least ${minutes} minutes`);
});

test('README.md shows what segue simulate prints of its pipeline', async () => {
  const deadline = found(/with `(deadline: .+?)`, still make it/);
  const { segue } = repository({ daily: daily.replace(/^tasks:/m, `${deadline}\ntasks:`) });
  const words = found(/\$ segue (simulate .+) \| head -4$/m);
  const { code, stdout } = await segue(...words.split(' '));
  expect(code).toBe(0);
  expect(stdout.split('\n').slice(0, 4).join('\n')).toBe(found(/\$ segue simulate .+\n([\s\S]+?)\n```/));
});

function found(pattern: RegExp): string {
  const [, part] = pattern.exec(page) ?? [];
  if (part === undefined) throw new Error(`README.md has nothing like ${pattern}`);
  return part;
}
